import { setTimeout as sleep } from "node:timers/promises";
import { type Db, DatabaseUnavailable } from "@aviationalley/db/client.ts";
import type { TrafficCounter } from "./count-traffic.ts";
import type { WebhookMetrics } from "./metrics.ts";
import { settle, type Settlement } from "./settle.ts";

export interface SettlerOptions {
  readonly db: Db;
  readonly node: string;
  readonly metrics: WebhookMetrics;
  /** Told what was settled. */
  readonly traffic: Pick<TrafficCounter, "count">;
  /** Called for each batch once nothing more is to be done about it. */
  readonly onSettled: (batch: readonly Settlement[]) => void;
  readonly report: (error: unknown) => void;
}

/** Collects what the POSTs brought and settles it in batches. */
export interface Settler {
  /** A lease of this many deliveries begins; it ends with the last of them. */
  expect(token: number, deliveries: number): void;
  /** One of them is not settled here: whatever becomes of the others, the lease ends by its time, and what it still holds is due. */
  forgo(token: number): void;
  add(settlement: Settlement): void;
}

const MOST = 500;

/**
 * A statement for each few of many that are about to come costs more than their places being free a moment later. Where
 * statements take long (many workers, a database under load), gathering takes as long as the last one did: of a
 * backlog, eight workers on two cores settled 107 instead of 64 at once by it.
 */
const WORTHWHILE = 250;
const MANY = 50;
const LINGER_MS = 10;
const LONGEST_LINGER_MS = 100;
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 2_000;

/** By then the leases have long ended and others do the work. */
const GIVE_UP_MS = 120_000;

export const openSettler = (options: SettlerOptions): Settler => {
  const { db, node, metrics, traffic, onSettled, report } = options;
  let waiting: Settlement[] = [];
  let running = false;
  const open = new Map<number, number>();
  /** Of all open leases together. */
  let expected = 0;
  /** How long the last batch took, in milliseconds. */
  let lastMs = 0;
  /** Leases of which the batch that is being written dropped something. */
  const broken = new Set<number>();

  /** One delivery less; true when that was the last of its lease. */
  const countDown = (token: number): boolean => {
    const left = open.get(token);
    if (left === undefined) return false;
    expected--;
    if (left === 1) return open.delete(token);
    open.set(token, left - 1);
    return false;
  };

  /** The leases that end with this batch. */
  const finish = (batch: readonly Settlement[]): number[] =>
    batch.flatMap(({ token }) => (countDown(token) ? [token] : []));

  const forgo = (token: number): void => {
    expected -= open.get(token) ?? 0;
    open.delete(token);
  };

  /** Others do this work when its leases run out: so these must stay, whatever else of them is settled. */
  const drop = (batch: readonly Settlement[], error: unknown): void => {
    report(error);
    for (const { token } of batch) {
      broken.add(token);
      forgo(token);
    }
  };

  const write = async (batch: readonly Settlement[], finished: readonly number[]): Promise<void> => {
    const whole = finished.filter((token) => !broken.has(token));
    const { settled, settledAt, disabled } = await settle(db, batch, whole, node);
    traffic.count(batch, settledAt);
    metrics.settleBatch.observe(batch.length);
    metrics.leaseLost.inc(batch.length - settled);
    for (const { reason } of disabled) metrics.disabled.inc({ reason });
  };

  /** While the database is away the results wait. One that it refuses must not take the others along. */
  const insist = async (batch: readonly Settlement[], finished: readonly number[]): Promise<void> => {
    const until = performance.now() + GIVE_UP_MS;
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      try {
        return await write(batch, finished);
      } catch (error) {
        if (!(error instanceof DatabaseUnavailable)) return await divide(batch, finished, error);
        if (performance.now() > until) return drop(batch, error);
        await sleep(wait);
      }
    }
  };

  const divide = async (batch: readonly Settlement[], finished: readonly number[], error: unknown): Promise<void> => {
    const [only] = batch;
    if (batch.length === 1 && only) {
      const { exchange } = only;
      if (exchange.responseBody === null && exchange.responseHeaders === null) return drop(batch, error);
      report(error);
      // What the receiver answered is the only thing in it that is not ours.
      const bare = { ...only, exchange: { ...exchange, responseBody: null, responseHeaders: null, responseCut: true } };
      return await insist([bare], finished);
    }
    const middle = Math.ceil(batch.length / 2);
    await insist(batch.slice(0, middle), []);
    await insist(batch.slice(middle), finished);
  };

  const linger = async (): Promise<void> => {
    const coming = expected - waiting.length;
    if (waiting.length >= WORTHWHILE || expected < MANY || coming <= waiting.length) return;
    await sleep(Math.min(LONGEST_LINGER_MS, Math.max(LINGER_MS, lastMs)));
  };

  const drain = async (): Promise<void> => {
    running = true;
    // What ends in this turn of the event loop goes along; what ends while a batch is written makes the next one.
    await new Promise(setImmediate);
    while (waiting.length > 0) {
      await linger();
      const batch = waiting.length <= MOST ? waiting : waiting.slice(0, MOST);
      waiting = waiting.slice(batch.length);
      const began = performance.now();
      await insist(batch, finish(batch));
      lastMs = performance.now() - began;
      broken.clear();
      onSettled(batch);
    }
    running = false;
  };

  return {
    expect(token, deliveries) {
      open.set(token, deliveries);
      expected += deliveries;
    },
    forgo,
    add(settlement) {
      waiting.push(settlement);
      if (!running) drain().catch(report);
    },
  };
};
