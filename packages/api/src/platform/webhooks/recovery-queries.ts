import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import type { Position } from "../../lib/cursor.ts";
import type { Instant } from "../../lib/time.ts";
import { iso } from "./endpoint-queries.ts";
import type { Recovery } from "./schema.ts";

const COLUMNS = `id, kind, endpoint_id as "endpointId", ${iso("since")} as since, ${iso("until")} as until, state, examined,
  sent, total, created_by_name as "createdBy", ${iso("created_at")} as "createdAt", ${iso("finished_at")} as "finishedAt",
  (case when state = 'DONE' then 1
        when total is not null then least(1, examined::float8 / greatest(total, 1))
        else least(1, greatest(0, extract(epoch from reached_at - since) / greatest(extract(epoch from until - since), 0.001)))
   end)::float8 as progress`;

const selectPage = statement<{ document: string }>(
  "webhooks.recovery_page",
  `select row_to_json(page) as document from (
     select ${COLUMNS} from recoveries
      where center_id = $1 and (created_at, id) < ($2::timestamptz, $3::uuid) and ($5::uuid is null or endpoint_id = $5)
      order by created_at desc, id desc limit $4
   ) page`,
);

export const readRecoveries = async (
  db: Queryable,
  centerId: CenterId,
  { endpointId }: { endpointId?: string | undefined },
  { createdAt, id }: Position,
  limit: number,
): Promise<string[]> =>
  (await db.many(selectPage, [centerId, createdAt, id, limit, endpointId])).map(({ document }) => document);

const insertOne = statement<Recovery>(
  "webhooks.insert_recovery",
  `insert into recoveries (center_id, id, kind, endpoint_id, types, since, until, cursor_id, reached_at, total,
                           created_by_name, created_at, worked_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $6, $9, $10, $7, $7) returning ${COLUMNS}`,
);

export interface NewRecovery {
  id: string;
  kind: Recovery["kind"];
  endpointId: string | null;
  types: readonly string[] | null;
  since: Instant;
  until: Instant;
  cursorId: string;
  total: number | null;
  createdBy: string;
}

export const insertRecovery = (db: Queryable, centerId: CenterId, it: NewRecovery): Promise<Recovery> =>
  db.one(insertOne, [
    centerId,
    it.id,
    it.kind,
    it.endpointId,
    it.types,
    it.since,
    it.until,
    it.cursorId,
    it.total,
    it.createdBy,
  ]);

const selectOne = statement<Recovery>(
  "webhooks.recovery",
  `select ${COLUMNS} from recoveries where center_id = $1 and id = $2 for update`,
);

export const findRecoveryForUpdate = (db: Queryable, centerId: CenterId, id: string): Promise<Recovery | undefined> =>
  db.maybe(selectOne, [centerId, id]);

const cancelOne = statement<Recovery>(
  "webhooks.cancel_recovery",
  `update recoveries set state = 'CANCELLED', finished_at = $3 where center_id = $1 and id = $2 returning ${COLUMNS}`,
);

export const cancelRecoveryRow = (db: Queryable, centerId: CenterId, id: string, at: Instant): Promise<Recovery> =>
  db.one(cancelOne, [centerId, id, at]);

const countFailed = statement<{ failed: number }>(
  "webhooks.count_failed",
  `select count(*)::int as failed from failed_deliveries
    where center_id = $1 and endpoint_id = $2 and failed_at between $3::timestamptz and $4::timestamptz`,
);

export const countFailedDeliveries = async (
  db: Queryable,
  centerId: CenterId,
  endpointId: string,
  since: Instant,
  until: Instant,
): Promise<number> => (await db.one(countFailed, [centerId, endpointId, since, until])).failed;
