import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { type Failure, isFailure, notFound } from "../../../lib/errors.ts";
import type { EventDefinition } from "../../../lib/events.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { staleVersion, type Target } from "../../../lib/versions.ts";
import { tradeCancelled, tradeDenied } from "../events.ts";
import { violationsOf } from "../legality/judge.ts";
import { caseOf, lockNamed, namedBy, partiesOf } from "../parties.ts";
import { findTrade, findTradeForUpdate } from "../queries/trades.ts";
import { accept, approve, cancel, type Decision, deny, illegal } from "../rules.ts";
import { keptViolations, type tripTrade, type TripTrade, type Violation } from "../schema.ts";
import { carryOut, save } from "./carry-out.ts";

type Changed = Promise<TripTrade | Failure>;

/**
 * Approves a trade: judges it again, with its people and trips locked, and moves every trip of it or none. One that is
 * illegal by now stays REQUESTED, keeps what was found in `violations`, and the caller is told.
 */
export const approveTrade = async (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  decision: Decision,
): Changed => {
  const outcome = await transaction(db, centerId, async (tx) => {
    const seen = await findTrade(tx, centerId, target.id);
    if (!seen) return notFound("trip trade");
    const named = namedBy(seen);
    const parties = partiesOf(named, await lockNamed(tx, [named]));
    if (isFailure(parties)) return parties;
    const row = await lockForChange(tx, target);
    if (isFailure(row)) return row;
    const allowed = approve(row, decision);
    if (isFailure(allowed) || allowed === row) return allowed;
    const trade = await caseOf(tx, row, parties);
    const violations = keptViolations(violationsOf(trade, tx.now, tx.zone));
    return violations.length > 0
      ? new Refused(await save(tx, row, { ...row, violations }, null), violations)
      : carryOut(tx, row, trade, decision);
  });
  return outcome instanceof Refused ? illegal(outcome.violations, ` by now and stays ${outcome.row.status}`) : outcome;
};

/** Not a Failure: what was found must be kept, so the transaction commits. */
class Refused {
  readonly row: TripTrade;
  readonly violations: readonly Violation[];

  constructor(row: TripTrade, violations: readonly Violation[]) {
    this.row = row;
    this.violations = violations;
  }
}

/** Records that the counterparty agrees. No transition, so no event. */
export const acceptTrade = (db: Db | CenterTx, centerId: CenterId, target: Target): Changed =>
  changing(db, centerId, target, null, (row, tx) => accept(row, tx.now));

export const denyTrade = (db: Db | CenterTx, centerId: CenterId, target: Target, decision: Decision): Changed =>
  changing(db, centerId, target, tradeDenied, (row) => deny(row, decision));

export const cancelTrade = (db: Db | CenterTx, centerId: CenterId, target: Target, decision: Decision): Changed =>
  changing(db, centerId, target, tradeCancelled, (row) => cancel(row, decision));

/** Load, decide, write, emit. What changes nothing (a repeated call) writes nothing and fires nothing. */
const changing = (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  event: EventDefinition<typeof tripTrade> | null,
  rule: (row: TripTrade, tx: CenterTx) => TripTrade | Failure,
): Changed =>
  transaction(db, centerId, async (tx) => {
    const row = await lockForChange(tx, target);
    if (isFailure(row)) return row;
    const next = rule(row, tx);
    return isFailure(next) ? next : save(tx, row, next, event);
  });

const lockForChange = async (tx: CenterTx, { id, expectedVersion }: Target): Changed => {
  const row = await findTradeForUpdate(tx, id);
  if (!row) return notFound("trip trade");
  return staleVersion("trip trade", row, expectedVersion) ?? row;
};
