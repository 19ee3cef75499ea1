import { CHORES } from "@aviationalley/api/cron.ts";
import { sendMail, sweepMail } from "@aviationalley/api/platform/mail/send.ts";
import type { MailTransport } from "@aviationalley/api/platform/mail/transport.ts";
import { webhookChores } from "@aviationalley/api/platform/webhooks/chores.ts";

/** The housekeeping of a process, for its worker and for the cron's route alike; mail goes after what writes it. */
export const choresOf = (publicUrl: string, mail: MailTransport): typeof CHORES => [
  ...CHORES,
  ...webhookChores(publicUrl),
  { name: "send mail", run: (db) => sendMail(db, mail) },
  { name: "forget old mail", run: sweepMail },
];
