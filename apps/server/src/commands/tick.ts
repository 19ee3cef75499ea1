import { workOnce } from "@aviationalley/api/lib/work-once.ts";
import { openTransport } from "@aviationalley/api/platform/mail/transport.ts";
import { localUrl } from "../banner.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { Fault } from "../fault.ts";
import { readSettings } from "../settings.ts";
import { openWebhookServices } from "../webhooks.ts";
import { workOf } from "../work.ts";

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

export const tickCommand = command({
  name: "tick",
  summary: "Do once what a worker does: what falls due in every center, deliveries, housekeeping, mail",
  options: {},
  run: () =>
    withDatabase(async (db) => {
      const settings = readSettings();
      const { smtpUrl, mailFrom: from, publicUrl = localUrl(settings.host, settings.port) } = settings;
      const webhooks = await openWebhookServices(settings, db);
      const failed: string[] = [];
      const report = (error: unknown, what: string): void =>
        void failed.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      const mail = openTransport({ smtpUrl, from });
      const work = workOf(mail, { db, ...webhooks, publicUrl, report });
      const { moved, endpoints } = await workOnce(work).finally(() => mail.close());
      console.log(`${counted(moved, "row")} moved on; ${counted(endpoints, "endpoint")} had deliveries due.`);
      if (failed.length > 0) throw new Fault(failed.join("\n"));
    }),
});
