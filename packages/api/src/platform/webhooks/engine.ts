import { setTimeout as sleep } from "node:timers/promises";
import type { Db } from "@aviationalley/db/client.ts";
import { inTurns } from "../../lib/in-turns.ts";
import { claim, type Claim, type Claimed, type Turn } from "./claim.ts";
import { openTrafficCounter } from "./count-traffic.ts";
import type { Send } from "./deliver.ts";
import { openFlights } from "./flights.ts";
import { giveBack, type Unsent } from "./give-back.ts";
import type { WebhookMetrics } from "./metrics.ts";
import type { Exchange, Exhausted } from "./outcome.ts";
import type { Prepare, Prepared } from "./prepare.ts";
import type { Settlement } from "./settle.ts";
import { openSettler, type Settler } from "./settler.ts";
import { judge } from "./verdict.ts";
import { tellChanged } from "./wake.ts";

export interface EngineOptions {
  readonly db: Db;
  /** Names this process in attempts and leases. */
  readonly node: string;
  readonly prepare: Prepare;
  readonly send: Send;
  readonly metrics: WebhookMetrics;
  readonly report: (error: unknown, what: string) => void;
  /** Called when this process could not even try to send. */
  readonly onExhausted?: () => void;
  /** Deliveries in flight in this process; default 4,000. */
  readonly concurrency?: number;
  /** Milliseconds; default 30,000: a POST of 5 s, and the wait for settling. Nothing waits in memory before its POST. */
  readonly leaseMs?: number;
}

/** Claims what is due at the endpoints it is offered, sends it and settles it. */
export interface Engine {
  /** These endpoints may have something due. */
  offer(endpointIds: readonly string[]): void;
  /** How many deliveries it has claimed so far. */
  claimed(): number;
  /** Resolves when nothing it was offered is left to do. */
  idle(): Promise<void>;
  /** Claims nothing more; resolves when what was claimed is settled and counted, or after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

const CONCURRENCY = 4_000;
const LEASE_MS = 30_000;
const MOST_ENDPOINTS = 200;
const USUAL_BOUND = 10;
const BUSY_RETRY_MS = 5;
const FAILED_CLAIM_WAIT_MS = 200;
const SILENT_WAIT_MS = 5;

/** What a process that is filling up gives each endpoint at most: thousands that never answer cannot fill it. */
const boundAt = (load: number): number => (load < 0.25 ? 100 : load < 0.5 ? 4 : load < 0.75 ? 2 : 1);

/** What was claimed together, and the time from then on. */
interface Lease {
  readonly token: number;
  readonly at: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * The database's time, carried on by a clock that never steps. This machine's own may be wrong, and then receivers,
 * who take no signature that is five minutes off, would take none of ours.
 */
const clockFrom = (at: number): (() => number) => {
  const began = performance.now();
  return () => at + performance.now() - began;
};

export const openEngine = (options: EngineOptions): Engine => {
  const { db, node, prepare, send, metrics, report } = options;
  const { concurrency = CONCURRENCY, leaseMs = LEASE_MS } = options;
  /** In the order in which they get their turn. */
  const ready = new Set<string>();
  /** Have more than they were given, and how many of theirs may be in flight when they get their next turn. */
  const hungry = new Map<string, number>();
  const flights = openFlights((all) => metrics.inFlight.set(all));
  /** Had something settled while the present claim was under way. */
  let landed = new Set<string>();
  const timers = new Map<string, NodeJS.Timeout>();
  const waiters = new Set<() => void>();
  const unsent: Unsent[] = [];
  let allClaimed = 0;
  let claiming = false;
  let stopped = false;

  const traffic = openTrafficCounter({
    db,
    onWritten: tellChanged,
    report: (error) => report(error, "counting deliveries for charts"),
  });

  const settler: Settler = openSettler({
    db,
    node,
    metrics,
    traffic,
    report: (error) => report(error, "settling deliveries"),
    onSettled: (batch) => land(batch),
  });

  const offer = (ids: readonly string[]): void => {
    if (stopped) return;
    for (const id of ids) ready.add(id);
    if (!claiming && ready.size > 0) pump().catch((error: unknown) => report(error, "claiming deliveries"));
  };

  const later = (id: string, ms: number): void => {
    if (timers.has(id)) return;
    const ring = (): void => {
      timers.delete(id);
      offer([id]);
    };
    timers.set(id, setTimeout(ring, Math.max(1, ms)));
  };

  const pump = async (): Promise<void> => {
    claiming = true;
    // What is offered in this turn of the event loop is claimed together.
    await new Promise(setImmediate);
    while (!stopped && ready.size > 0 && flights.all() < concurrency) await claimNext();
    claiming = false;
    announce();
  };

  const claimNext = async (): Promise<void> => {
    const bound = boundAt(flights.all() / concurrency);
    const ids = takeReady(Math.ceil((concurrency - flights.all()) / Math.min(bound, USUAL_BOUND)));
    landed = new Set();
    try {
      begin(await claim(db, ids, { leaseMs, bound, node }));
    } catch (error) {
      report(error, "claiming deliveries");
      for (const id of ids) ready.add(id);
      await sleep(FAILED_CLAIM_WAIT_MS);
    }
  };

  const takeReady = (most: number): string[] => {
    const ids: string[] = [];
    for (const id of ready) {
      if (ids.length >= Math.min(most, MOST_ENDPOINTS)) break;
      ids.push(id);
    }
    for (const id of ids) ready.delete(id);
    return ids;
  };

  const begin = ({ token, at, turns, busy }: Claim): void => {
    for (const id of busy) later(id, BUSY_RETRY_MS);
    const silent = new Set(turns.flatMap(({ endpointId: id }) => (flights.isSilent(id) ? [id] : [])));
    let claimed = 0;
    for (const turn of turns) claimed += take(turn);
    metrics.claims.inc();
    if (claimed === 0) return;
    allClaimed += claimed;
    metrics.claimed.inc(claimed);
    settler.expect(token, claimed);
    sendAll(turns, silent, { token, at, now: clockFrom(at) }).catch((error: unknown) => abandon(turns, token, error));
  };

  /** Counts what a turn brought, and notes when the endpoint is to have its next. */
  const take = ({ endpointId, claimed, more, rateWait }: Turn): number => {
    const count = claimed.length;
    flights.start(endpointId, count);
    const nowFlying = flights.to(endpointId);
    if (more && rateWait > 0) later(endpointId, rateWait);
    // It found all places taken, and those who had them are back: nobody else would land and ask for its next turn.
    else if (more && nowFlying === 0 && landed.has(endpointId)) ready.add(endpointId);
    else if (more) hungry.set(endpointId, Math.floor(nowFlying / 2));
    else hungry.delete(endpointId);
    return count;
  };

  /**
   * The silent come last, when the others are off: no connection to them is free, and opening one takes longer than a POST.
   * (Opening those of 200 deliveries in one go kept every answer that had arrived waiting for 80 ms.)
   */
  const sendAll = async (turns: readonly Turn[], silent: ReadonlySet<string>, lease: Lease): Promise<void> => {
    const all = await prepare(turns);
    const send = (some: readonly Prepared[]): Promise<void> => inTurns(some, (one) => sendOne(one, lease));
    await send(all.filter(({ claimed }) => !silent.has(claimed.endpointId)));
    if (silent.size === 0) return;
    if (silent.size < turns.length) await sleep(SILENT_WAIT_MS);
    await send(all.filter(({ claimed }) => silent.has(claimed.endpointId)));
  };

  const sendOne = ({ claimed, post }: Prepared, lease: Lease): void => {
    metrics.wait.observe(Math.max(0, claimed.waited) / 1000);
    const done = (result: Exchange | Exhausted): void => {
      if ("exhausted" in result) return leave({ claimed, token: lease.token }, result.exhausted);
      if (result.outcome.kind !== "timeout") flights.answer(claimed.endpointId);
      settler.add(conclude(claimed, result, lease));
    };
    if ("exhausted" in post) done(post);
    else if ("unsendable" in post) done(notSent(post.unsendable, lease.now()));
    else send(post, lease.now(), done);
  };

  const conclude = (claimed: Claimed, exchange: Exchange, { token, at, now }: Lease): Settlement => {
    const { outcome, duration } = exchange;
    metrics.attempts.inc({ outcome: outcome.kind });
    metrics.duration.observe({ outcome: outcome.kind }, duration / 1000);
    const ended = now();
    const { remaining } = claimed;
    const attempted = {
      outcome,
      tries: claimed.tries + 1,
      remainingBefore: remaining,
      remainingNow: remaining - (ended - at),
    };
    return { token, claimed, exchange, verdict: judge(attempted, ended, Math.random()) };
  };

  /** They could not even be read: their lease ends by itself. */
  const abandon = (turns: readonly Turn[], token: number, error: unknown): void => {
    report(error, "reading claimed deliveries");
    settler.forgo(token);
    for (const { endpointId, claimed } of turns) flights.land(endpointId, claimed.length);
    announce();
  };

  /** What this process cannot even try to send, others may be able to. */
  const leave = (one: Unsent, why: string): void => {
    settler.forgo(one.token);
    options.onExhausted?.();
    unsent.push(one);
    if (unsent.length === 1) leaveAll(why).catch((error: unknown) => report(error, "giving deliveries back"));
  };

  const leaveAll = async (why: string): Promise<void> => {
    // What fails in this turn of the event loop goes along.
    await new Promise(setImmediate);
    const batch = unsent.splice(0);
    report(new Error(`${batch.length} deliveries cannot be sent: ${why}`), "sending deliveries");
    try {
      await giveBack(db, batch);
    } finally {
      // Where that failed, their leases end by themselves.
      for (const { claimed } of batch) flights.land(claimed.endpointId, 1);
      announce();
    }
  };

  const land = (batch: readonly Settlement[]): void => {
    for (const { claimed } of batch) {
      flights.land(claimed.endpointId, 1);
      landed.add(claimed.endpointId);
    }
    tellChanged(batch.map(({ claimed }) => claimed.endpointId));
    const next = new Set<string>();
    for (const { claimed } of batch) {
      const { endpointId } = claimed;
      // Not for each place that becomes free: claims are cheaper by the handful.
      if (flights.to(endpointId) <= (hungry.get(endpointId) ?? -1)) next.add(endpointId);
    }
    for (const id of next) hungry.delete(id);
    offer([...next]);
    announce();
  };

  // A claim under way may still bring something, also to a process that is stopping.
  const isIdle = (): boolean => flights.all() === 0 && !claiming && (stopped || ready.size === 0);

  const announce = (): void => {
    if (!isIdle()) return;
    for (const resolve of waiters) resolve();
    waiters.clear();
  };

  const idle = (): Promise<void> => (isIdle() ? Promise.resolve() : new Promise((resolve) => waiters.add(resolve)));

  return {
    offer,
    claimed: () => allClaimed,
    idle,
    async stop(graceMs) {
      stopped = true;
      ready.clear();
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      await Promise.race([idle(), sleep(graceMs, undefined, { ref: false })]);
      await traffic.close();
    },
  };
};

const notSent = (error: string, startedAt: number): Exchange => ({
  outcome: { kind: "unsendable", error },
  startedAt,
  duration: 0,
  requestHeaders: "{}",
  responseHeaders: null,
  responseBody: null,
  responseCut: false,
});
