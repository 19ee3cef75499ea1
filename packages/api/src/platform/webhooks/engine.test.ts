import { LOOPBACK_WORKER, newEndpoint } from "@aviationalley/testing/endpoints.ts";
import { until } from "@aviationalley/testing/until.ts";
import { makeThings, openWebhookRig, type WebhookRig } from "@aviationalley/testing/webhook-rig.ts";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Send } from "./deliver.ts";
import { openEngine } from "./engine.ts";
import { openWebhookMetrics } from "./metrics.ts";
import type { Exchange } from "./outcome.ts";
import { openPrepare } from "./prepare.ts";

let rig: WebhookRig;

beforeAll(async () => void (rig = await openWebhookRig()));
afterAll(() => rig.close());

const A_WHILE_MS = 60_000;

const answered = (startedAt: number): Exchange => ({
  outcome: { kind: "delivered", status: 200 },
  startedAt,
  duration: 1,
  requestHeaders: "{}",
  responseHeaders: null,
  responseBody: null,
  responseCut: false,
});

const engineThat = (send: Send) =>
  openEngine({
    db: rig.db,
    node: "test",
    prepare: openPrepare(rig.db, LOOPBACK_WORKER),
    send,
    metrics: openWebhookMetrics(rig.db),
    report: (error) => {
      throw error;
    },
  });

test("an endpoint that lets nothing land is sent to after the others that were claimed with it", async () => {
  const center = await rig.center();
  const { id: one } = await newEndpoint(rig.db, center, { url: "http://127.0.0.1:9/one" });
  const { id: other } = await newEndpoint(rig.db, center, { url: "http://127.0.0.1:9/other" });
  const sent: string[] = [];
  const held: (() => void)[] = [];
  // Silent is the one that was sent to first, and would be again.
  const send: Send = ({ target: { endpointId } }, startedAt, done) => {
    sent.push(endpointId);
    const answer = (): void => done(answered(startedAt));
    if (endpointId === sent[0]) held.push(answer);
    else answer();
  };
  const engine = engineThat(send);
  const deliver = async (count: number): Promise<void> => {
    await makeThings(rig.db, center);
    engine.offer([one, other]);
    await until(() => sent.length === count);
    const [, living = ""] = sent;
    await until(async () => (await rig.waiting(living)) === 0);
  };
  await deliver(2);
  vi.useFakeTimers({ toFake: ["performance"] });
  vi.advanceTimersByTime(A_WHILE_MS);
  await deliver(4).finally(() => vi.useRealTimers());
  const [silent = "", living = ""] = sent;
  expect(sent).toEqual([silent, living, living, silent]);
  for (const answer of held) answer();
  await engine.idle();
  await engine.stop(1_000);
  expect((await rig.waiting(one)) + (await rig.waiting(other))).toBe(0);
});

test("of a backlog at many endpoints a process begins with a little of each, and has the rest when that has landed", async () => {
  const center = await rig.center();
  const endpoints: string[] = [];
  for (let n = 0; n < 100; n++)
    endpoints.push((await newEndpoint(rig.db, center, { url: `http://127.0.0.1:9/${n}` })).id);
  await makeThings(rig.db, center, 8);
  const held: (() => void)[] = [];
  const sent = new Map<string, number>();
  let answers = false;
  const engine = engineThat(({ target: { endpointId } }, startedAt, done) => {
    sent.set(endpointId, (sent.get(endpointId) ?? 0) + 1);
    const answer = (): void => done(answered(startedAt));
    if (answers) answer();
    else held.push(answer);
  });
  engine.offer(endpoints);
  await until(() => engine.claimed() > 0 && held.length === engine.claimed());
  expect(engine.claimed()).toBe(500);
  expect([...sent.values()]).toEqual(endpoints.map(() => 5));
  answers = true;
  for (const answer of held) answer();
  await engine.idle();
  await engine.stop(1_000);
  expect([...sent.values()]).toEqual(endpoints.map(() => 8));
});
