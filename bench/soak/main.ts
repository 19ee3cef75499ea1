import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { startCluster } from "../lib/cluster.ts";
import { descriptors, residentMemory } from "../lib/proc.ts";
import { percentile } from "../lib/report.ts";
import { lineOf, reportSoak } from "./report.ts";
import { openStage, type Stage } from "./stage.ts";
import type { Turns } from "./load.ts";
import type { Sample } from "./verdict.ts";

/**
 * `npm run soak -- [--minutes N]`: reads, writes and deliveries at half of what the machine reaches, with a line a minute
 * of what the server holds, and a verdict: does anything grow? From 60 minutes on it writes docs/proof/soak.md.
 */
const { values } = parseArgs({ options: { minutes: { type: "string", default: "60" } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) throw new Error(`--minutes takes a number above 0, not "${values.minutes}"`);

const PROBE_SECONDS = 20;
const FEWEST_SAMPLES = 12;

/** Turns a second when as many are made as it can, until the last of their deliveries is through. */
const measureCapacity = async (stage: Stage): Promise<number> => {
  await stage.load({ rate: 0, seconds: 5 });
  await stage.drained();
  const began = performance.now();
  const { done } = await stage.load({ rate: 0, seconds: PROBE_SECONDS });
  await stage.drained();
  return done / ((performance.now() - began) / 1000);
};

const READINGS = 10;
const BETWEEN_MS = 50;

/** The fewest of some readings: connections that are kept alive a moment longer come and go. */
const fewest = async (pid: number): Promise<ReturnType<typeof descriptors>> => {
  let least = descriptors(pid);
  for (let reading = 1; reading < READINGS; reading++) {
    await sleep(BETWEEN_MS);
    const now = descriptors(pid);
    if (now.open < least.open) least = now;
  }
  return least;
};

const sampleOf = async (
  stage: Stage,
  at: number,
  turns: Turns,
  seconds: number,
  delivered: number,
): Promise<Sample> => {
  const { pid } = stage.server;
  const waiting = await stage.waiting();
  await stage.drained();
  const { open, sockets } = await fewest(pid);
  for (const fault of turns.faults) console.error(`  FAILED: ${fault}`);
  return {
    at,
    rss: residentMemory(pid),
    heap: await stage.server.heap(),
    descriptors: open,
    sockets,
    connections: await stage.connections(),
    turns: turns.done / seconds,
    deliveries: delivered / seconds,
    waiting,
    p99: percentile(turns.times, 0.99),
    failed: turns.failed,
    late: turns.late,
  };
};

const soak = async (stage: Stage): Promise<boolean> => {
  const capacity = await measureCapacity(stage);
  const rate = capacity / 2;
  console.error(`  ${capacity.toFixed(0)} turns/s at most; soaking at ${rate.toFixed(0)} for ${minutes} minutes`);
  const count = Math.max(FEWEST_SAMPLES, Math.round(minutes));
  const seconds = (minutes * 60) / count;
  const samples: Sample[] = [];
  for (let before = await stage.delivered(); samples.length < count;) {
    const began = performance.now();
    const turns = await stage.load({ rate, seconds });
    const passed = (performance.now() - began) / 1000;
    const delivered = await stage.delivered();
    const one = await sampleOf(stage, (samples.length + 1) * seconds, turns, passed, delivered - before);
    before = delivered;
    samples.push(one);
    console.error(`  ${lineOf(one)}`);
  }
  await stage.drained();
  return reportSoak({ minutes, command: `npm run soak -- --minutes ${minutes}`, capacity, rate, samples });
};

const cluster = await startCluster();
try {
  const stage = await openStage(cluster);
  try {
    process.exitCode = (await soak(stage)) ? 0 : 1;
  } finally {
    await stage.stop();
  }
} finally {
  await cluster.stop();
}
