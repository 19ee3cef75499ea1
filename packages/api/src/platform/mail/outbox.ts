import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { newId } from "../../lib/ids.ts";

export interface Mail {
  /** Whose mailbox it is in; null for what concerns no center. */
  readonly centerId: CenterId | null;
  readonly to: readonly string[];
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
  /** What has this key already is told already: the mail is dropped. */
  readonly dedupeKey?: string;
}

const insertMail = statement<never>(
  "mail.enqueue",
  `insert into mail_outbox (id, center_id, dedupe_key, recipients, subject, body) values ($1, $2, $3, $4, $5, $6)
   on conflict (dedupe_key) do nothing`,
);

/** A header ends at a line break, so a subject must not have one: names of people's making stand in it. */
const oneLine = (text: string): string =>
  text
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim()
    .slice(0, 200);

/** Writes a mail in the caller's transaction; the worker sends it after the commit. Nobody to send it to: no mail. */
export const enqueueMail = async (tx: Queryable, { centerId, to, subject, text, dedupeKey }: Mail): Promise<void> => {
  if (to.length === 0) return;
  await tx.run(insertMail, [newId(), centerId, dedupeKey ?? null, [...to].slice(0, 50), oneLine(subject), text]);
};
