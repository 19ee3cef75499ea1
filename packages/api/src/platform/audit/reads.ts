import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import type { Failure } from "../../lib/errors.ts";
import { created, equal, oneOf } from "../../lib/list-filters.ts";
import { keysetList } from "../../lib/list.ts";
import { type Page, type Paging, readPage } from "../../lib/pagination.ts";
import type { AuditFilters } from "./schema.ts";

interface Filters extends Paging {
  subjectId?: string | undefined;
  actorId?: string | undefined;
  action?: string[] | undefined;
  confidential?: boolean | undefined;
  created: { from: string | null; to: string | null };
}

const readEntries = keysetList<Omit<Filters, keyof Paging>>({
  table: "audit_log",
  filters: {
    subjectId: equal("subject_id", "selective"),
    actorId: equal("actor_id"),
    action: oneOf("action"),
    created,
    confidential: equal("confidential"),
  },
});

/** The log, newest first. What concerns drug and alcohol testing is left out unless `showsConfidential`. */
export const listAuditEntries = (
  db: Queryable,
  centerId: CenterId,
  { limit, cursor, from, to, ...filters }: AuditFilters,
  showsConfidential: boolean,
): Promise<Page | Failure> => {
  const span = { from: from ?? null, to: to ?? null };
  const confidential = showsConfidential ? undefined : false;
  return readPage("audit", readEntries, db, centerId, { limit, cursor, ...filters, confidential, created: span });
};

/** From one action to the next by the index: as many steps as there are actions, however long the log is. */
const selectActions = statement<{ action: string }>(
  "audit.actions",
  `with recursive kinds(action) as (
     select min(action) from audit_log where center_id = $1
     union all
     select (select min(action) from audit_log where center_id = $1 and action > kinds.action)
       from kinds where kinds.action is not null
   )
   select action from kinds where action is not null and ($2 or exists
     (select from audit_log a where a.center_id = $1 and a.action = kinds.action and not a.confidential))`,
);

/** The actions that the log holds, sorted; with the confidential ones only if `showsConfidential`. */
export const listActions = async (db: Queryable, centerId: CenterId, showsConfidential: boolean): Promise<string[]> =>
  (await db.many(selectActions, [centerId, showsConfidential])).map(({ action }) => action);
