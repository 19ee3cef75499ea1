import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { brokenConstraint } from "../../lib/constraints.ts";
import { fail, type Failure, notFound } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import { DAY_MS, MINUTE_MS, plusMs } from "../../lib/time.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";
import { record } from "../audit/record.ts";
import { findEndpointForUpdate } from "./endpoint-queries.ts";
import { leastIdOf } from "./fail-unattempted.ts";
import { probeNow } from "./probe.ts";
import { cancelRecoveryRow, countFailedDeliveries, findRecoveryForUpdate, insertRecovery } from "./recovery-queries.ts";
import type { Recovery, RecoveryStart } from "./schema.ts";
import { type Keeper, keeperName, subscriberOf } from "./services.ts";
import { type SubscriptionPolicy, typesOf, typesShownTo } from "./subscriptions.ts";

/** What is older is dropped soon or gone already. */
const MOST_DAYS = 30;

/** Once ids were made by nodes' clocks: look a minute further, and let the times decide. */
const SKEW_MS = MINUTE_MS;

/** Starts a job that sends many deliveries (again); `workRecoveries` works it off. */
export const startRecovery = async (
  db: Db | CenterTx,
  by: Keeper,
  policy: SubscriptionPolicy,
  centerId: CenterId,
  wish: RecoveryStart,
): Promise<Recovery | Failure> => {
  try {
    return await transaction(db, centerId, (tx) => begin(tx, by, policy, wish));
  } catch (error) {
    if (brokenConstraint(error) !== "recoveries_one_running") throw error;
    return fail("conflict", "Such a job is running already. Wait for its end, or cancel it.");
  }
};

const begin = async (
  tx: CenterTx,
  by: Keeper,
  policy: SubscriptionPolicy,
  wish: RecoveryStart,
): Promise<Recovery | Failure> => {
  const { centerId, at: until } = tx;
  const { kind, since } = wish;
  const objection =
    since >= until
      ? "lies ahead"
      : since < plusMs(until, -MOST_DAYS * DAY_MS)
        ? `is more than ${MOST_DAYS} days ago`
        : undefined;
  if (objection !== undefined)
    return fail("invalid_request", `The time ${objection}.`, { errors: [{ path: "since", message: objection }] });
  const endpointId = wish.kind === "UNMATCHED" ? null : wish.endpointId;
  const endpoint = endpointId === null ? null : await findEndpointForUpdate(tx, centerId, endpointId);
  if (endpoint === undefined) return notFound("webhook endpoint");
  if (endpointId !== null) await probeNow(tx, endpointId);
  const types =
    kind === "MISSING" && endpoint
      ? typesOf(policy, endpoint.events)
      : kind === "RECOVER"
        ? typesShownTo(policy, subscriberOf(by))
        : null;
  const job = await insertRecovery(tx, centerId, {
    id: newId(),
    kind,
    endpointId,
    types,
    since,
    until,
    // Deliveries lie where their events do, which may be a month before they fail: those are walked from the start.
    cursorId: kind === "RECOVER" ? leastIdOf(0) : leastIdOf(Date.parse(since) - SKEW_MS),
    total:
      kind === "RECOVER" && endpointId !== null
        ? await countFailedDeliveries(tx, centerId, endpointId, since, until)
        : null,
    createdBy: keeperName(by),
  });
  await record(
    tx,
    by,
    "webhook_recovery.started",
    { type: "webhook_recovery", id: job.id },
    { kind, endpointId, since },
  );
  return job;
};

/** Ends a job between two batches; what it sent so far is sent. One that has ended is left as it is. */
export const cancelRecovery = (
  db: Db | CenterTx,
  by: Keeper,
  centerId: CenterId,
  id: string,
): Promise<Recovery | Failure> =>
  transaction(db, centerId, async (tx) => {
    const job = await findRecoveryForUpdate(tx, centerId, id);
    if (!job) return notFound("recovery");
    if (job.state !== "RUNNING") return job;
    const cancelled = await cancelRecoveryRow(tx, centerId, id, tx.at);
    await record(
      tx,
      by,
      "webhook_recovery.cancelled",
      { type: "webhook_recovery", id },
      { kind: job.kind, sent: job.sent },
    );
    return cancelled;
  });
