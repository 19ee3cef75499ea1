import { type Db, statement } from "@aviationalley/db/client.ts";
import { MINUTE_MS } from "../../lib/time.ts";
import type { MailTransport, Outgoing } from "./transport.ts";

const BATCH = 20;
/** Longer than a batch of tries takes at their time-outs: who died over it is followed by another. */
const LEASE_MS = 10 * MINUTE_MS;
/** 1, 2, 4 … minutes between tries: the last one is a little more than a day after the first. */
const MOST_ATTEMPTS = 12;

const claimDue = statement<Outgoing & { attempts: number }>(
  "mail.claim",
  `update mail_outbox m set attempts = attempts + 1, due_at = now() + make_interval(secs => $1::float8 / 1000)
     from (select id from mail_outbox where state = 'WAITING' and due_at <= now() order by due_at limit ${BATCH}
              for update skip locked) due
    where m.id = due.id returning m.id, m.recipients as to, m.subject, m.body as text, m.attempts`,
);

const settle = statement<never>(
  "mail.settle",
  `update mail_outbox set state = $2, error = $3, settled_at = case when $2 = 'WAITING' then null else now() end,
          due_at = now() + make_interval(secs => 60 * 2 ^ least($4::int - 1, 8))
    where id = $1 and state = 'WAITING'`,
);

/** Sends what is due, and answers how many went out or were kept. One that a server refuses is tried again for a day. */
export const sendMail = async (db: Db, transport: MailTransport): Promise<number> => {
  let done = 0;
  for (;;) {
    const batch = await db.many(claimDue, [LEASE_MS]);
    for (const mail of batch) {
      const { state, error } = await tryOnce(transport, mail);
      await db.run(settle, [mail.id, state, error, mail.attempts]);
      if (state !== "WAITING") done++;
    }
    if (batch.length < BATCH) return done;
  }
};

const tryOnce = async (
  transport: MailTransport,
  { attempts, ...mail }: Outgoing & { attempts: number },
): Promise<{ state: "SENT" | "KEPT" | "WAITING" | "FAILED"; error: string | null }> => {
  try {
    return { state: (await transport.send(mail)) === "sent" ? "SENT" : "KEPT", error: null };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { state: attempts >= MOST_ATTEMPTS ? "FAILED" : "WAITING", error: message.slice(0, 1000) };
  }
};

const sweepOld = statement<never>(
  "mail.sweep",
  "delete from mail_outbox where settled_at < now() - interval '90 days'",
);

/** Drops mail of three months ago; answers how much. */
export const sweepMail = (db: Db): Promise<number> => db.run(sweepOld, []);
