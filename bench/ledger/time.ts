import { type Db, DatabaseUnavailable, statement } from "@aviationalley/db/client.ts";
import type { Keeper } from "@aviationalley/api/platform/webhooks/services.ts";
import { resumeEndpoint } from "@aviationalley/api/platform/webhooks/pause.ts";
import type { CenterId } from "@aviationalley/db/client.ts";

/**
 * Time is moved here, not waited for: what is due later is due now. Endpoints' rows are locked first and in order, as
 * the engine does, so that neither can be in a deadlock with the other.
 */
const makeDue = statement<never>(
  "ledger.make_due",
  `with state as materialized (
     select endpoint_id from endpoint_states order by endpoint_id for no key update
   ), probe as (
     update endpoint_states s set probe_at = now() - interval '1 second'
       from state where s.endpoint_id = state.endpoint_id and s.probe_at > now()
   )
   update delivery_queue set due_at = now() - interval '1 second'
    where lease_token is null and due_at > now() and (select count(*) from state) > 0`,
);

/** 24 hours pass for what this endpoint has refused three times. */
const reachMark = statement<never>(
  "ledger.reach_mark",
  `with state as materialized (
     select endpoint_id from endpoint_states where endpoint_id = $1 for no key update
   )
   update delivery_queue q set expires_at = now() - interval '1 second'
     from state where q.endpoint_id = state.endpoint_id and q.lease_token is null and q.tries >= 3 and q.expires_at > now()`,
);

/** The leases of one process run out. */
const endLeases = statement<never>(
  "ledger.end_leases",
  "update delivery_claims set lease_until = now() - interval '1 second' where node like '%/' || $1::text || '/%'",
);

const findDisabled = statement<{ endpoint_id: string }>(
  "ledger.disabled",
  "select endpoint_id from endpoint_states where center_id = $1 and status = 'DISABLED'",
);

/** A database that is away is what this is about. */
const unlessAway = async (work: () => Promise<unknown>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
  }
};

export const passTime = (db: Db, stubborn: readonly string[]): Promise<void> =>
  unlessAway(async () => {
    await db.run(makeDue, []);
    for (const id of stubborn) await db.run(reachMark, [id]);
  });

export const endLeasesOf = (db: Db, pid: number | undefined): Promise<void> =>
  unlessAway(() => db.run(endLeases, [String(pid)]));

const OPERATOR: Keeper = { actor: { kind: "operator" }, address: null, roles: new Set() };

/** Staff resume what a receiver's 410 disabled. */
export const resumeDisabled = (db: Db, center: CenterId): Promise<void> =>
  unlessAway(async () => {
    for (const { endpoint_id: id } of await db.many(findDisabled, [center]))
      await resumeEndpoint(db, OPERATOR, center, id);
  });
