import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { inTransaction, type Tx } from "@aviationalley/db/transaction.ts";
import { enqueueMail } from "../mail/outbox.ts";
import { operatorsOf } from "../mail/recipients.ts";

type Notice = "WARNING" | "GONE" | "FAILING" | "RECOVERED";

interface Waiting {
  endpoint_id: string;
  center_id: CenterId;
  failed: number;
  notices: Notice[];
  url: string;
  description: string | null;
  contact_email: string | null;
  center: string;
  mode: "live" | "test";
  live_center_id: CenterId;
}

/** One mail per endpoint and hour tells of deliveries that failed for good; the rest is told at once. */
const takeWaiting = statement<Waiting>(
  "webhooks.take_notices",
  `select s.endpoint_id, s.center_id, s.notices, e.url, e.description, e.contact_email, c.name as center, c.mode,
          coalesce(c.live_center_id, c.id) as live_center_id,
          case when s.mailed_at is null or s.mailed_at <= now() - interval '1 hour' then s.failed_unmailed else 0 end as failed
     from endpoint_states s join endpoints e on e.center_id = s.center_id and e.id = s.endpoint_id
     join centers c on c.id = s.center_id
    where s.status <> 'DELETED' and (cardinality(s.notices) > 0
       or (s.failed_unmailed > 0 and (s.mailed_at is null or s.mailed_at <= now() - interval '1 hour')))
    order by s.endpoint_id limit 50 for no key update of s skip locked`,
);

const markTold = statement<never>(
  "webhooks.mark_told",
  `update endpoint_states
      set notices = '{}',
          failed_unmailed = case when $2 then 0 else failed_unmailed end,
          mailed_at = case when $2 then now() else mailed_at end,
          told_at = case when $3 then coalesce(told_at, now()) else told_at end
    where endpoint_id = $1`,
);

/**
 * Writes the mail that endpoints' states ask for, in the transaction that marks it as told, to the endpoint's contact
 * or else to the center's operators. Answers how many mails.
 */
export const mailNotices =
  (publicUrl: string) =>
  async (db: Db): Promise<number> => {
    for (let mails = 0; ;) {
      const batch = await inTransaction(db, async (tx) => {
        const waiting = await tx.many(takeWaiting, []);
        let written = 0;
        for (const one of waiting) written += await tell(tx, one, publicUrl);
        return { endpoints: waiting.length, written };
      });
      mails += batch.written;
      if (batch.endpoints < 50) return mails;
    }
  };

const tell = async (tx: Tx, one: Waiting, publicUrl: string): Promise<number> => {
  const to = one.contact_email === null ? await operatorsOf(tx, one.center_id) : [one.contact_email];
  const name = one.description ?? new URL(one.url).host;
  const link = `${publicUrl}/app/settings/integrations/webhooks/${one.endpoint_id}?${placeOf(one)}`;
  const mails = one.notices.map((notice) => noticeMail(notice, name));
  if (one.failed > 0) mails.unshift(failureMail(one.failed, name));
  const bad = one.failed > 0 || one.notices.some((notice) => notice !== "RECOVERED");
  await tx.run(markTold, [one.endpoint_id, one.failed > 0, bad]);
  for (const { subject, text } of mails) {
    const whole = `${text}\n\nEndpoint: ${name} (${new URL(one.url).host}), center: ${one.center}\n${link}\n`;
    await enqueueMail(tx, { centerId: one.center_id, to, subject, text: whole });
  }
  return to.length === 0 ? 0 : mails.length;
};

/** Who reads it may work in several centers, and look at a sandbox or not: as the console's own addresses say it. */
const placeOf = ({ live_center_id, mode }: Waiting): string =>
  `center=${live_center_id}${mode === "test" ? "&mode=test" : ""}`;

interface Text {
  readonly subject: string;
  readonly text: string;
}

const failureMail = (count: number, name: string): Text => ({
  subject: `${count === 1 ? "A webhook delivery" : `${count} webhook deliveries`} to ${name} failed`,
  text:
    `${count === 1 ? "One delivery was" : `${count} deliveries were`} tried for 24 hours without success and will not be ` +
    "tried again by themselves. The link below shows what the receiver answered; once it is mended, “Recover” sends " +
    "everything that failed again.",
});

const noticeMail = (notice: Notice, name: string): Text => {
  switch (notice) {
    case "WARNING":
      return {
        subject: `The webhook endpoint ${name} will be disabled tomorrow`,
        text:
          "Every delivery to it has failed for four days. If that goes on, it will be disabled in a day; what happens " +
          "afterwards is kept and can be sent once it is enabled again.",
      };
    case "FAILING":
      return {
        subject: `The webhook endpoint ${name} was disabled`,
        text:
          "Every delivery to it has failed for five days. Deliveries are still made and held; resume the endpoint once " +
          "it is mended, and they will be sent.",
      };
    case "GONE":
      return {
        subject: `The webhook endpoint ${name} was disabled`,
        text:
          "It answered 410 Gone, by which a receiver says that it wants no more. Deliveries are still made and held; " +
          "resume the endpoint if that was a mistake, or delete it.",
      };
    case "RECOVERED":
      return {
        subject: `The webhook endpoint ${name} works again`,
        text: "A delivery to it has succeeded. What waits is being sent; “Recover” sends what failed for good meanwhile.",
      };
  }
};
