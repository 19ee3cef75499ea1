import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import type { Position } from "../../lib/cursor.ts";
import type { Failure } from "../../lib/errors.ts";
import { type Page, type Paging, readPage } from "../../lib/pagination.ts";

const iso = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const selectPage = statement<{ document: string }>(
  "mail.page",
  `select row_to_json(page) as document from (
     select id, recipients as to, subject, body as text, state, error, ${iso("created_at")} as "createdAt",
            ${iso("settled_at")} as "settledAt"
       from mail_outbox
      where center_id = $1 and (created_at, id) < ($2::timestamptz, $3::uuid)
      order by created_at desc, id desc limit $4
   ) page`,
);

const readMails = async (
  db: Queryable,
  centerId: CenterId,
  _filters: object,
  { createdAt, id }: Position,
  limit: number,
): Promise<string[]> => (await db.many(selectPage, [centerId, createdAt, id, limit])).map(({ document }) => document);

/** A center's mail, newest first, sent or not. */
export const listMail = (db: Queryable, centerId: CenterId, paging: Paging): Promise<Page | Failure> =>
  readPage("mail", readMails, db, centerId, paging);
