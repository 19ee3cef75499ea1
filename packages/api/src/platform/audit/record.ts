import { statement } from "@aviationalley/db/client.ts";
import type { Context } from "../../lib/context.ts";
import { newId } from "../../lib/ids.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import type { AuditEntry } from "./schema.ts";

const insertEntry = statement<never>(
  "audit.insert_entry",
  `insert into audit_log (center_id, id, created_at, action, subject_id, actor_id, confidential, document)
   values ($1, $2, $3, $4, $5, $6, $7, $8)`,
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
export const record = async (
  tx: Recorder,
  { actor, address }: By,
  action: AuditAction,
  { type, id: subjectId, confidential = false }: AuditSubject,
  detail: Readonly<Record<string, unknown>> = {},
): Promise<void> => {
  const entry: AuditEntry = {
    id: newId(),
    centerId: tx.centerId,
    createdAt: tx.at,
    actor: actor.kind === "operator" ? { kind: "operator", id: null, name: "operator" } : actor,
    action,
    subject: { type, id: subjectId },
    detail,
    address,
  };
  const { id, createdAt } = entry;
  const document = JSON.stringify(entry);
  await tx.run(insertEntry, [tx.centerId, id, createdAt, action, subjectId, entry.actor.id, confidential, document]);
};
