import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { type CenterId, statement } from "@aviationalley/db/client.ts";
import { inTransaction } from "@aviationalley/db/transaction.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newTwins, ok } from "@aviationalley/testing/factories.ts";
import { SMTPServer } from "smtp-server";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { listMail } from "./mailbox.ts";
import { enqueueMail } from "./outbox.ts";
import { operatorsOf } from "./recipients.ts";
import { type MailRow, mail as mailShape } from "./schema.ts";
import { sendMail } from "./send.ts";
import { type MailTransport, openTransport } from "./transport.ts";

let database: TestDatabase;
let centerId: CenterId;
let sandboxId: CenterId;
let smtp: SMTPServer;
let transport: MailTransport;
let received: string[] = [];
let refuses = false;

const FROM = "AviationAlley <webhooks@aviationalley.example>";
const write = (dedupeKey?: string) =>
  inTransaction(database.db, (tx) =>
    enqueueMail(tx, {
      centerId,
      to: ["ops@example.com"],
      subject: "3 deliveries\r\nBcc: evil@example.com",
      text: "Look żółw.",
      ...(dedupeKey === undefined ? {} : { dedupeKey }),
    }),
  );
const mailbox = async (): Promise<MailRow[]> =>
  ok(await listMail(database.db, centerId, { limit: 50 })).documents.map((one) => mailShape.parse(JSON.parse(one)));
const clear = statement<never>("test.clear_mail", "delete from mail_outbox");
const makeDue = statement<never>("test.mail_due", "update mail_outbox set due_at = now() - interval '1 second'");

beforeAll(async () => {
  database = await testDatabase();
  ({ liveId: centerId, sandboxId } = await newTwins(database.db));
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onData(stream, _session, answer) {
      void text(stream).then((all) => {
        if (!refuses) received.push(all);
        return answer(refuses ? new Error("full") : null);
      });
    },
  });
  smtp.listen(0, "127.0.0.1");
  await once(smtp.server, "listening");
  const { port } = smtp.server.address() as AddressInfo; // a TCP server has one
  transport = openTransport({ smtpUrl: `smtp://127.0.0.1:${port}`, from: FROM });
});

beforeEach(() => {
  received = [];
  refuses = false;
});
afterEach(() => database.db.run(clear, []));
afterAll(async () => {
  transport.close();
  await new Promise<void>((resolve) => smtp.close(() => resolve()));
  await database.drop();
});

test("what a transaction writes is sent once, after the commit, and no header can be smuggled in", async () => {
  await write();
  expect(await sendMail(database.db, transport)).toBe(1);
  expect(await sendMail(database.db, transport)).toBe(0);
  expect(received).toHaveLength(1);
  expect(received[0]).toMatch(/^To: ops@example\.com$/m);
  expect(received[0]).toMatch(/^Message-ID: <[0-9a-f-]{36}@aviationalley\.example>/m);
  expect(received[0]).not.toMatch(/^Bcc/m);
  expect(await mailbox()).toMatchObject([{ state: "SENT", error: null, text: "Look żółw." }]);
});

test("a rolled back transaction sends nothing", async () => {
  const work = inTransaction(database.db, async (tx) => {
    await enqueueMail(tx, { centerId, to: ["ops@example.com"], subject: "x", text: "x" });
    throw new Error("rolled back");
  });
  await expect(work).rejects.toThrow("rolled back");
  expect(await sendMail(database.db, transport)).toBe(0);
});

test("the same key is told once", async () => {
  await Promise.all([write("endpoint 1, 14:00"), write("endpoint 1, 14:00"), write("endpoint 1, 15:00")]);
  expect(await mailbox()).toHaveLength(2);
});

test("several senders at once send each mail once", async () => {
  for (let n = 0; n < 30; n++) await write();
  await Promise.all([1, 2, 3].map(() => sendMail(database.db, transport)));
  expect(received).toHaveLength(30);
});

test("a server that refuses is tried again later, and the mailbox says why", async () => {
  refuses = true;
  await write();
  expect(await sendMail(database.db, transport)).toBe(0);
  expect(await mailbox()).toMatchObject([{ state: "WAITING", error: expect.stringContaining("full") }]);
  expect(await sendMail(database.db, transport)).toBe(0);
  refuses = false;
  await database.db.run(makeDue, []);
  expect(await sendMail(database.db, transport)).toBe(1);
  expect(received).toHaveLength(1);
});

test("without an SMTP server the mailbox keeps it", async () => {
  await write();
  expect(await sendMail(database.db, openTransport({ smtpUrl: undefined, from: FROM }))).toBe(1);
  expect(await mailbox()).toMatchObject([
    { state: "KEPT", to: ["ops@example.com"], subject: "3 deliveries Bcc: evil@example.com" },
  ]);
});

const addMember = statement<never>(
  "test.add_member",
  `with u as (insert into users (id, name, email) values (gen_random_uuid(), $2, $3) returning id)
   insert into members (center_id, user_id, roles) select $1, id, $4 from u`,
);

test("a center's operators are its OWNERs and ADMINs, for its sandbox too", async () => {
  await database.db.run(addMember, [centerId, "O", "owner@example.com", ["OWNER"]]);
  await database.db.run(addMember, [centerId, "A", "admin@example.com", ["VIEWER", "ADMIN"]]);
  await database.db.run(addMember, [centerId, "V", "viewer@example.com", ["VIEWER"]]);
  const operators = ["owner@example.com", "admin@example.com"];
  expect(await operatorsOf(database.db, centerId)).toEqual(operators);
  expect(await operatorsOf(database.db, sandboxId)).toEqual(operators);
});
