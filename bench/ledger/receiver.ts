import { type Received, startReceiver } from "@aviationalley/testing/receiver.ts";
import { createHmac, hash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { openJournal } from "./journal.ts";
import type { Hearing, ReceiverLine, ReceiverMessage, ReceiverOrder } from "./lines.ts";
import { behaviourOf, nameOf } from "./temper.ts";

/** `node receiver.ts <order as JSON>`: all subscribers in one process; notes what it gets before it answers. */
const order = JSON.parse(process.argv[2] ?? "") as ReceiverOrder; // written by cast.ts
const journal = await openJournal<ReceiverLine>(order.journal);
const hearings = new Map<string, Hearing>();
const times = new Map<string, number>();
let calm = false;

const LONGEST_WAY_S = 60;

/** Judged by the contract's words, not by the code that signs. */
const isSigned = ({ secret }: Hearing, { headers, body }: Received): boolean => {
  const [id, timestamp] = [headers["webhook-id"], headers["webhook-timestamp"]];
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const standard = createHmac("sha256", key)
    .update(`${String(id)}.${String(timestamp)}.${body}`)
    .digest("base64");
  const promised = createHmac("sha256", secret).update(body).digest("hex");
  return (
    headers["webhook-signature"] === `v1,${standard}` &&
    headers["x-aviationalley-signature"] === promised &&
    headers["x-aviationalley-delivery"] === id &&
    body.startsWith(`{"id":"${String(id)}",`) &&
    Math.abs(Date.now() / 1000 - Number(timestamp)) < LONGEST_WAY_S
  );
};

/** The first delivery may be here before the word that its endpoint exists. */
const hearingOf = async (path: string): Promise<Hearing> => {
  for (;;) {
    const hearing = hearings.get(path);
    if (hearing) return hearing;
    await sleep(10);
  }
};

const receiver = await startReceiver();
receiver.behave(async (request) => {
  receiver.forget();
  const hearing = await hearingOf(request.path);
  const delivery = String(request.headers["webhook-id"]);
  const n = times.get(delivery) ?? 0;
  times.set(delivery, n + 1);
  const behaviour = behaviourOf(hearing.temper, order.seed, delivery, n, calm);
  await journal.write({
    at: Date.now(),
    endpoint: hearing.endpoint,
    delivery,
    body: hash("sha256", request.body),
    signed: isSigned(hearing, request),
    answer: nameOf(behaviour),
  });
  return behaviour;
});
process.on("message", (message: ReceiverMessage) => {
  if (message === "calm") calm = true;
  else {
    hearings.set(message.hear.path, message.hear);
    process.send?.("heard");
  }
});
process.on("disconnect", () => process.exit(0)); // its parent's end is its own
process.send?.(receiver.url);
