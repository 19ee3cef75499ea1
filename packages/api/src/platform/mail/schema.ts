import { z } from "zod";
import { MAX_LIMIT, pageOf } from "../../lib/pagination.ts";
import { instant, storedText, uuid } from "../../lib/schemas.ts";

/** A mail as the console shows it. KEPT: there is no SMTP server, so it is read here. */
export const mail = z.object({
  id: uuid,
  to: z.array(storedText(254)).max(50),
  subject: storedText(200),
  text: storedText(65_536),
  state: z.enum(["WAITING", "SENT", "KEPT", "FAILED"]),
  error: storedText(1000).nullable(),
  createdAt: instant,
  settledAt: instant.nullable(),
});
export type MailRow = z.infer<typeof mail>;

export const mailPage = pageOf(mail, "MailPage");

export const mailPaging = z.strictObject({
  limit: z.int32().min(1).max(MAX_LIMIT).default(50),
  cursor: z.string().min(1).max(200).optional(),
});
