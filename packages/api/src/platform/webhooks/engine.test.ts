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
  const report = (error: unknown): never => {
    throw error;
  };
  const metrics = openWebhookMetrics(rig.db);
  const engine = openEngine({
    db: rig.db,
    node: "test",
    prepare: openPrepare(rig.db, LOOPBACK_WORKER),
    send,
    metrics,
    report,
  });
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
