import { z } from "zod";
import { listOf, MAX_LIMIT, pageOf } from "../../lib/pagination.ts";
import { instant, instantInput, storedText, text, uuid } from "../../lib/schemas.ts";

/** One deed, as the database keeps it and as the console shows it. Never changed, never deleted. */
export const auditEntry = z
  .object({
    id: uuid,
    centerId: uuid,
    createdAt: instant,
    actor: z.object({ kind: z.enum(["user", "key", "operator"]), id: uuid.nullable(), name: storedText(200) }),
    action: storedText(100).meta({ example: "api_key.created" }),
    subject: z.object({ type: storedText(60), id: uuid.nullable() }),
    detail: z.record(z.string(), z.unknown()),
    address: storedText(60).nullable(),
  })
  .meta({ id: "AuditEntry" });
export type AuditEntry = z.infer<typeof auditEntry>;

export const auditPage = pageOf(auditEntry, "AuditPage");

export const auditFilters = z.strictObject({
  limit: z.int32().min(1).max(MAX_LIMIT).default(50),
  cursor: z.string().min(1).max(200).optional(),
  action: listOf(text(100), 20).optional(),
  subjectId: uuid.optional(),
  actorId: uuid.optional(),
  from: instantInput.optional(),
  to: instantInput.optional(),
});
export type AuditFilters = z.output<typeof auditFilters>;

/** What there is to filter by, in alphabetical order. */
export const actionList = z.array(storedText(100)).max(500);
