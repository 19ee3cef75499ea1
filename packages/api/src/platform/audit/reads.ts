import type { CenterId, Queryable } from "@aviationalley/db/client.ts";
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
