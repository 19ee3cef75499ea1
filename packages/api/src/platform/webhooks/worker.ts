import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { type Db, DatabaseUnavailable } from "@aviationalley/db/client.ts";
import type { Listener } from "@aviationalley/db/listen.ts";
import { inHandfuls } from "../../lib/in-handfuls.ts";
import { openConnections } from "./connections.ts";
import { Deadlines } from "./deadlines.ts";
import { openSender, TIMEOUT_MS } from "./deliver.ts";
import type { Judge } from "./destination.ts";
import { type Due, endpointsDue } from "./due.ts";
import { type Engine, openEngine } from "./engine.ts";
import type { KeyRing } from "./key-ring.ts";
import { ALONE, joinWorkers, type Membership } from "./membership.ts";
import { openWebhookMetrics, type WebhookMetrics } from "./metrics.ts";
import { openPrepare } from "./prepare.ts";
import { recoverLeases } from "./recover-leases.ts";
import { readWake, WAKE_CHANNEL } from "./wake.ts";
import { workRecoveries } from "./work-recoveries.ts";

export interface WorkerOptions {
  readonly db: Db;
  readonly ring: KeyRing;
  readonly judge: Judge;
  /** CIDR ranges to which sandboxes may be sent although they are forbidden otherwise. */
  readonly allow: readonly string[];
  /** For the User-Agent's link to the docs. */
  readonly publicUrl: string;
  readonly report: (error: unknown, what: string) => void;
  /** Counted in a registry of its own unless given. */
  readonly metrics?: WebhookMetrics;
  /** So many workers of this machine deliver, the others stand by; as many as it has processors unless given. */
  readonly perMachine?: number | undefined;
  /** Told when this one begins to stand by, and when it ends. */
  readonly onStandBy?: ((standsBy: boolean) => void) | undefined;
  /** Deliveries in flight in this process. */
  readonly concurrency?: number;
  /** Milliseconds; the defaults are right but for tests. */
  readonly leaseMs?: number;
  readonly timeoutMs?: number;
  readonly pollMs?: number;
  /** Certificates to trust beside the system's, as PEM: for receivers of tests. */
  readonly ca?: string;
}

/** An engine with what it sends by, and its part of the endpoints. */
interface Assembled {
  readonly engine: Engine;
  readonly membership: Membership;
  readonly metrics: WebhookMetrics;
  /** Finishes what is in flight, within a bound, and closes every connection to receivers. */
  close(): Promise<void>;
}

/** A POST may take its whole time, and its settling a moment more. */
const GRACE_MS = 2_000;

const assemble = (options: WorkerOptions, listener?: Listener): Assembled => {
  const { db, ring, judge, allow, publicUrl, report, timeoutMs = TIMEOUT_MS } = options;
  const node = `${hostname()}/${process.pid}/${randomBytes(3).toString("hex")}`;
  const metrics = options.metrics ?? openWebhookMetrics(db);
  const { perMachine, onStandBy } = options;
  const heard = metrics.workers;
  const membership = listener ? joinWorkers({ db, listener, node, perMachine, heard, onStandBy, report }) : ALONE;
  const connections = openConnections({ judge, timeoutMs, ...(options.ca === undefined ? {} : { ca: options.ca }) });
  const userAgent = `AviationAlley-Webhooks/1.0 (+${publicUrl}/docs/webhooks)`;
  const engine = openEngine({
    db,
    node,
    prepare: openPrepare(db, { ring, allow }),
    send: openSender({ connections, deadlines: new Deadlines(), userAgent, timeoutMs }),
    metrics,
    report,
    onExhausted: () => membership.standDown(),
    ...(options.concurrency === undefined ? {} : { concurrency: options.concurrency }),
    ...(options.leaseMs === undefined ? {} : { leaseMs: options.leaseMs }),
  });
  return {
    engine,
    membership,
    metrics,
    async close() {
      await Promise.all([membership.leave(), engine.stop(timeoutMs + GRACE_MS)]);
      await connections.close();
    },
  };
};

/** Looks for what is due, at endpoints of others too. */
const look = async (db: Db, { metrics }: Assembled): Promise<Due[]> => {
  metrics.recovered.inc(await recoverLeases(db));
  return await endpointsDue(db);
};

const idsOf = (due: readonly Due[]): string[] => due.map(({ endpointId }) => endpointId);

export interface Worker {
  readonly metrics: WebhookMetrics;
  /** Claims nothing more, finishes what is in flight within seconds, and gives everything back. */
  stop(): Promise<void>;
}

const POLL_MS = 1_000;

/** Looking may take at most this share of the time. */
const POLL_SHARE = 0.05;

/** Who stands by looks as well, but seldom: for what all the others leave, whatever may hold them. */
const LOOKS_PASSED = 9;

/** For this share of it, what was found by the clock is offered bit by bit. */
const OFFER_SHARE = 0.5;

/**
 * Delivers until it is stopped: woken by NOTIFY within milliseconds, and looking once a second for what no message told
 * (retries, probes, leases that ended, messages that were lost). Any number of workers may run.
 */
export const startWorker = (options: WorkerOptions & { readonly listener: Listener }): Worker => {
  const { db, listener, report, pollMs = POLL_MS } = options;
  const assembled = assemble(options, listener);
  const { engine, membership, metrics } = assembled;
  /** Nobody was at them when it last looked. */
  let neglected = new Set<string>();
  let passed = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  /** While it looked: it may have missed why. */
  let woken = false;
  let looking: Promise<void> = Promise.resolve();

  const isToLook = (): boolean => {
    passed = membership.standsBy() && passed < LOOKS_PASSED ? passed + 1 : 0;
    return passed === 0;
  };
  const later = (ms: number, offerMs: number): void => {
    timer = setTimeout(() => (isToLook() ? next(offerMs) : later(pollMs, offerMs)), ms);
  };

  const poll = async (offerMs: number): Promise<void> => {
    const began = performance.now();
    let looked = began;
    try {
      const due = await look(db, assembled);
      // Its worker had a whole turn, and is not at it: it is dead, or has too much to do.
      const isNeglected = ({ endpointId, idle }: Due): boolean => idle && neglected.has(endpointId);
      const taken = due.filter((one) => !one.full && (membership.owns(one.endpointId) || isNeglected(one)));
      inHandfuls(idsOf(taken), offerMs, (ids) => engine.offer(ids));
      neglected = new Set(idsOf(due.filter(({ idle }) => idle)));
      looked = performance.now();
      await workRecoveries(db, pollMs);
    } catch (error) {
      // While the database is away there is nothing to do but to ask again; others report it.
      if (!(error instanceof DatabaseUnavailable)) report(error, "looking for due deliveries");
    }
    if (stopped) return;
    later(Math.max(woken ? 0 : pollMs, (looked - began) / POLL_SHARE), woken ? 0 : pollMs * OFFER_SHARE);
  };
  /** Looks, and offers what it finds at once unless told how long it may take. */
  const next = (offerMs = 0): void => {
    clearTimeout(timer);
    // While it looks there is none: what wakes it meanwhile must not start a second loop beside this one.
    timer = undefined;
    woken = false;
    looking = poll(offerMs);
  };
  listener.on(WAKE_CHANNEL, (payload) => {
    const ids = readWake(payload);
    const [first] = ids;
    // All workers hear it. One takes all that it names: what a change brings ten endpoints is claimed and settled at once.
    if (first === undefined) {
      if (timer === undefined) woken = true;
      else if (!stopped && !membership.standsBy()) next();
    } else if (membership.owns(first)) engine.offer(ids);
  });
  next();
  return {
    metrics,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
      await assembled.close();
    },
  };
};

const PAUSE_MS = 100;

/**
 * Does the worker's part for at most `budgetMs`, without wake-ups: what a cron call does where no worker runs. Answers
 * how many endpoints had something due.
 */
export const runOnce = async (options: WorkerOptions & { readonly budgetMs: number }): Promise<number> => {
  const assembled = assemble(options);
  const { engine } = assembled;
  const end = performance.now() + options.budgetMs;
  const endpoints = new Set<string>();
  try {
    await workRecoveries(options.db, options.budgetMs / 4);
    while (performance.now() < end) {
      const before = engine.claimed();
      const due = idsOf(await look(options.db, assembled));
      if (due.length === 0) break;
      for (const id of due) endpoints.add(id);
      engine.offer(due);
      await Promise.race([engine.idle(), untilTime(end)]);
      // What is due may not be sent to yet: its rate is used up, or its places are held. Asking at once changes nothing.
      if (engine.claimed() === before) await untilTime(Math.min(end, performance.now() + PAUSE_MS));
    }
  } finally {
    await assembled.close();
  }
  return endpoints.size;
};

const untilTime = (end: number): Promise<void> =>
  new Promise((resolve) => void setTimeout(resolve, Math.max(0, end - performance.now())).unref());
