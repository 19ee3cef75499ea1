import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { statement } from "@aviationalley/db/client.ts";
import { inTransaction, type Tx } from "@aviationalley/db/transaction.ts";
import type { Instant, Zone } from "./time.ts";

/**
 * A transaction within one center. `now` is the center's clock (a sandbox may run ahead), by which rules judge;
 * `at` is the database's own time, by which rows are stamped. Both are the transaction's begin, so every row and
 * event of one change carries one time.
 */
export interface CenterTx extends Tx {
  readonly centerId: CenterId;
  readonly now: Instant;
  readonly at: Instant;
  readonly zone: Zone;
  readonly mode: "live" | "test";
  /** `import` brings a past along: times may lie in it, and no events are emitted. */
  readonly origin: Origin;
}

export type Origin = "change" | "import";

interface CenterClock {
  at: string;
  now: string;
  timezone: string;
  mode: "live" | "test";
}

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

const centerClock = statement<CenterClock>(
  "lib.center_clock",
  `select to_char(now() at time zone 'UTC', ${ISO}) as at,
          to_char((now() + clock_offset) at time zone 'UTC', ${ISO}) as now,
          timezone, mode
     from centers where id = $1`,
);

const heldZone = statement<{ zone: Zone }>(
  "lib.held_zone",
  "select timezone as zone from centers where id = $1 for key share",
);

/**
 * The transaction in the zone that the center has now and keeps until the end: whoever counts days in it comes before a
 * change of zone, which then counts them anew, or after it. Take it before other locks, as that change does.
 */
export const inHeldZone = async (tx: CenterTx): Promise<CenterTx> => ({
  ...tx,
  ...(await tx.one(heldZone, [tx.centerId])),
});

const isCenterTx = (db: Db | CenterTx): db is CenterTx => db.kind === "tx";

/**
 * Runs `work` in one transaction of one center: committed unless it returns a Failure or throws. Given a transaction
 * (an idempotent write's, an import's), joins it, and the outer one decides.
 */
export const transaction = <T>(
  db: Db | CenterTx,
  centerId: CenterId,
  work: (tx: CenterTx) => Promise<T>,
  origin: Origin = "change",
): Promise<T> => {
  if (isCenterTx(db)) {
    if (db.centerId !== centerId) throw new Error("A transaction of one center was used for another.");
    return work(db);
  }
  return inTransaction(db, async (tx) => {
    const clock = await tx.maybe(centerClock, [centerId]);
    if (!clock) throw new Error(`Center ${centerId} does not exist.`);
    const { at, now, timezone: zone, mode } = clock;
    return work({
      kind: "tx",
      many: (s, v) => tx.many(s, v),
      maybe: (s, v) => tx.maybe(s, v),
      one: (s, v) => tx.one(s, v),
      run: (s, v) => tx.run(s, v),
      post: (s, v, use) => tx.post(s, v, use),
      afterCommit: (hook) => tx.afterCommit(hook),
      centerId,
      at,
      now,
      zone,
      mode,
      origin,
    });
  });
};
