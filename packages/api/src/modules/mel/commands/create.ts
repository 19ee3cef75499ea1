import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { type Failure, invalidFields, isFailure, isSuccess } from "../../../lib/errors.ts";
import { newId } from "../../../lib/ids.ts";
import { type CenterTx, inHeldZone, transaction } from "../../../lib/transaction.ts";
import { emitAll } from "../../../platform/webhooks/emit.ts";
import { lockAircraft } from "../../devices/reads.ts";
import type { Aircraft } from "../../devices/schema.ts";
import { settleAvailability } from "../availability.ts";
import { deferralOpened } from "../events.ts";
import { insertDeferrals } from "../queries.ts";
import { quote } from "../references.ts";
import { announcedBy, courseFaults, expiryOf, openedTooLate, statusAt } from "../rules.ts";
import type { MelDeferral, MelDeferralDraft } from "../schema.ts";

/** A draft; an import may bring the state that the deferral is in by now, with its times. */
export interface NewMelDeferral
  extends MelDeferralDraft, Partial<Pick<MelDeferral, "status" | "extension" | "closedAt" | "correctiveAction">> {}

type Opened = Promise<MelDeferral | Failure>;

/** Opens one deferral. */
export const openDeferral = (db: Db | CenterTx, centerId: CenterId, draft: MelDeferralDraft): Opened =>
  transaction(db, centerId, async (tx) => {
    const [opened] = await openDeferrals(tx, [draft]);
    if (!opened) throw new Error("A batch of one has one outcome.");
    return opened;
  });

/** Opens a batch: each outcome stands at its draft's place, and the good ones are written. */
export const openDeferrals = async (
  opener: CenterTx,
  drafts: readonly NewMelDeferral[],
): Promise<(MelDeferral | Failure)[]> => {
  const tx = await inHeldZone(opener);
  const fleet = await lockAircraft(tx, [...new Set(drafts.map(({ aircraftId }) => aircraftId))]);
  const outcomes = await Promise.all(drafts.map((draft) => judge(tx, draft, fleet)));
  const opened = outcomes.filter(isSuccess);
  if (opened.length === 0) return outcomes;
  const announced = opened.map(({ expiresAt }) => tx.origin === "import" && announcedBy(expiresAt, tx.now));
  await insertDeferrals(tx, opened, announced);
  // A deferral is opened before it expires: only an import brings what grounds an aircraft.
  const touched = new Set(opened.flatMap(({ status, aircraft }) => (status === "EXPIRED" ? [aircraft.id] : [])));
  await settleAvailability(
    tx,
    [...fleet.values()].filter(({ id }) => touched.has(id)),
  );
  await emitAll(
    tx,
    deferralOpened,
    opened.map((object) => ({ object, previous: null })),
  );
  return outcomes;
};

const judge = async (tx: CenterTx, draft: NewMelDeferral, fleet: ReadonlyMap<string, Aircraft>): Opened => {
  const quoted = await quote(tx, draft.aircraftId, fleet);
  if (isFailure(quoted)) return quoted;
  const { category } = draft;
  const interval = draft.interval ?? null;
  const recordedAt = draft.recordedAt ?? tx.now;
  const firstExpiry = expiryOf({ category, recordedAt, interval, expiresAt: draft.expiresAt }, tx.zone);
  if (typeof firstExpiry !== "string") return invalidFields(firstExpiry);
  const extension = draft.extension ?? null;
  const expiresAt = extension?.until ?? firstExpiry;
  const late = tx.origin === "change" ? openedTooLate(expiresAt, tx.now) : [];
  if (late.length > 0) return invalidFields(late);
  const row: MelDeferral = {
    id: newId(),
    centerId: tx.centerId,
    version: 1,
    createdAt: tx.at,
    updatedAt: tx.at,
    ...quoted,
    melItem: draft.melItem,
    title: draft.title,
    category,
    recordedAt,
    deferredAt: draft.deferredAt ?? (tx.origin === "change" ? tx.now : recordedAt),
    interval,
    expiresAt,
    status: draft.status ?? statusAt(expiresAt, tx.now),
    extension,
    closedAt: draft.closedAt ?? null,
    correctiveAction: draft.correctiveAction ?? null,
  };
  const faults = courseFaults(row, firstExpiry, tx.now, tx.zone);
  return faults.length > 0 ? invalidFields(faults) : row;
};
