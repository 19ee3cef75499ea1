import { statement } from "@aviationalley/db/client.ts";
import type { Context } from "../../lib/context.ts";
import { newId } from "../../lib/ids.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import type { AuditEntry } from "./schema.ts";

const insertEntries = statement<never>(
  "audit.insert_entries",
  `insert into audit_log (center_id, id, created_at, action, subject_id, actor_id, confidential, document)
   select $1, id, $2, $3, subject_id, $4, confidential, document
     from unnest($5::uuid[], $6::uuid[], $7::boolean[], $8::json[]) as entry(id, subject_id, confidential, document)`,
);

/** Who did it, and from where: a procedure's context is one. */
export type By = Pick<Context, "actor" | "address">;

/** What was done, `<family>.<what happened>`. */
export type AuditAction = `${string}.${string}`;

export interface AuditSubject {
  type: string;
  id: string | null;
  /** The entry is shown to OWNER and DER only. */
  confidential?: boolean;
}

/** What recording needs of a transaction. */
export type Recorder = Pick<CenterTx, "centerId" | "at" | "run">;

/**
 * Writes down who did what, in the transaction of the deed: the entry exists if and only if the deed was committed.
 * `detail` is shown in the console, so it never holds a token, a secret or a result.
 */
export const record = (
  tx: Recorder,
  by: By,
  action: AuditAction,
  subject: AuditSubject,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> => recordAll(tx, by, action, [subject], detail);

/** The same deed to each of these subjects, an entry for each. */
export const recordAll = async (
  tx: Recorder,
  { actor, address }: By,
  action: AuditAction,
  subjects: readonly AuditSubject[],
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  const doer = actor.kind === "operator" ? { kind: actor.kind, id: null, name: "operator" } : actor;
  const entries = subjects.map(({ type, id }): AuditEntry => ({
    id: newId(),
    centerId: tx.centerId,
    createdAt: tx.at,
    actor: doer,
    action,
    subject: { type, id },
    detail,
    address,
  }));
  await tx.run(insertEntries, [
    tx.centerId,
    tx.at,
    action,
    doer.id,
    entries.map(({ id }) => id),
    subjects.map(({ id }) => id),
    subjects.map(({ confidential = false }) => confidential),
    entries.map((entry) => JSON.stringify(entry)),
  ]);
};
