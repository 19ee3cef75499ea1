import type { CenterId, Queryable } from "@aviationalley/db/client.ts";
import { statement } from "@aviationalley/db/client.ts";
import type { Role } from "../../../lib/roles.ts";
import type { Instant } from "../../../lib/time.ts";
import type { Center, CenterDraft, SampleData } from "../schema.ts";

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const iso = (expression: string): string => `to_char((${expression}) at time zone 'UTC', ${ISO})`;

const COLUMNS = `c.id, c.mode, c.live_center_id as "liveCenterId", c.name, c.timezone,
  ${iso("now() + c.clock_offset")} as now, extract(epoch from c.clock_offset)::int as "clockOffsetSeconds",
  ${iso("c.created_at")} as "createdAt", ${iso("c.updated_at")} as "updatedAt"`;

const insertTwins = statement<{ createdAt: Instant }>(
  "centers.insert_twins",
  `with live as (
     insert into centers (id, mode, name, timezone, sample_data) values ($1, 'live', $3, $4, $5) returning created_at
   ), sandbox as (
     insert into centers (id, mode, live_center_id, name, timezone, sample_data) values ($2, 'test', $1, $3, $4, $5)
   )
   select ${iso("created_at")} as "createdAt" from live`,
);

/** Writes a live center and its sandbox; neither exists without the other. */
export const insertCenter = async (
  db: Queryable,
  liveId: CenterId,
  sandboxId: CenterId,
  { name, timezone, sampleData = "training-center" }: CenterDraft,
): Promise<Instant> => (await db.one(insertTwins, [liveId, sandboxId, name, timezone, sampleData])).createdAt;

const selectCenter = statement<Center>("centers.find", `select ${COLUMNS} from centers c where c.id = $1`);

export const findCenter = (db: Queryable, centerId: CenterId): Promise<Center> => db.one(selectCenter, [centerId]);

const selectSampleData = statement<{ name: string; kind: SampleData }>(
  "centers.sample_data",
  "select name, sample_data as kind from centers where id = $1",
);

/** Of what kind of organisation this center's sample data tells, and under what name. */
export const findSampleData = (db: Queryable, centerId: CenterId): Promise<{ name: string; kind: SampleData }> =>
  db.one(selectSampleData, [centerId]);

const selectTwin = statement<Twins>(
  "centers.twins",
  `select live.id as "liveId", sandbox.id as "sandboxId"
     from centers c
     join centers live on live.id = coalesce(c.live_center_id, c.id)
     join centers sandbox on sandbox.live_center_id = live.id
    where c.id = $1`,
);

export interface Twins {
  liveId: CenterId;
  sandboxId: CenterId;
}

/** Both of a pair of twins, given either. */
export const findTwins = (db: Queryable, centerId: CenterId): Promise<Twins | undefined> =>
  db.maybe(selectTwin, [centerId]);

const selectLive = statement<{ id: CenterId; sandboxId: CenterId; name: string }>(
  "centers.live",
  `select live.id, sandbox.id as "sandboxId", live.name
     from centers live join centers sandbox on sandbox.live_center_id = live.id
    where live.mode = 'live' order by live.created_at, live.id`,
);

/** Every live center of this installation, oldest first. */
export const findLiveCenters = (db: Queryable) => db.many(selectLive, []);

const lockLive = statement<never>("centers.lock", "select from centers where id = $1 for no key update");

/** Lets one change of members at a time through, so that two owners cannot demote each other at once. */
export const lockCenter = (db: Queryable, centerId: CenterId): Promise<number> => db.run(lockLive, [centerId]);

const updateTwins = statement<never>(
  "centers.update",
  `update centers set name = coalesce($2, name), timezone = coalesce($3, timezone), updated_at = now()
    where id = $1 or live_center_id = $1`,
);

export const updateCenter = (
  db: Queryable,
  liveId: CenterId,
  name: string | undefined,
  timezone: string | undefined,
): Promise<number> => db.run(updateTwins, [liveId, name ?? null, timezone ?? null]);

const lockAgainstNewRows = statement<never>("centers.lock_out", "select from centers where id = $1 for update");

/** Until the transaction ends, nobody else gives this center a row: each new row looks at its center. */
export const lockCenterOut = (db: Queryable, centerId: CenterId): Promise<number> =>
  db.run(lockAgainstNewRows, [centerId]);

const raiseClock = statement<never>(
  "centers.raise_offset",
  `update centers set clock_offset = greatest(clock_offset, $2 * interval '1 millisecond'), updated_at = now()
    where id = $1 and mode = 'test'`,
);

/** Moves a sandbox's clock `ms` ahead of the real one, if it is not further ahead already. */
export const raiseOffset = (db: Queryable, sandboxId: CenterId, ms: number): Promise<number> =>
  db.run(raiseClock, [sandboxId, ms]);

const resetClock = statement<never>(
  "centers.reset_offset",
  "update centers set clock_offset = '0', updated_at = now() where id = $1 and mode = 'test'",
);

export const resetOffset = (db: Queryable, sandboxId: CenterId): Promise<number> => db.run(resetClock, [sandboxId]);

const selectMemberships = statement<{ center: string; sandbox: string; roles: Role[] }>(
  "centers.of_user",
  `select row_to_json(live) as center, row_to_json(sandbox) as sandbox, m.roles
     from members m
     join lateral (select ${COLUMNS} from centers c where c.id = m.center_id) live on true
     join lateral (select ${COLUMNS} from centers c where c.live_center_id = m.center_id) sandbox on true
    where m.user_id = $1
    order by m.created_at, m.center_id`,
);

/** The centers that a user works in, the first joined first; each twin as the JSON text of a `Center`. */
export const findMemberships = (db: Queryable, userId: string) => db.many(selectMemberships, [userId]);
