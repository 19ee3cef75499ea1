import type { Db } from "@aviationalley/db/client.ts";
import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "./actor.ts";
import { chances, pick } from "./chance.ts";
import type { Postgres } from "./postgres.ts";
import { endLeasesOf } from "./time.ts";

export const FAULTS = ["worker", "api", "producer", "postgres", "freeze"] as const;
export type Fault = (typeof FAULTS)[number];

/** One fault, and how long it took until the victim did its work again, in ms. */
export interface Struck {
  readonly fault: Fault;
  readonly recovery: number;
}

export interface Victims {
  readonly postgres: Postgres;
  readonly workers: readonly Actor[];
  readonly apis: readonly Actor[];
  readonly producers: readonly Actor[];
}

/** Of ten faults. */
const DRAW: readonly Fault[] = [
  ...(["worker", "worker", "worker", "api", "api", "api", "producer"] as const),
  ...(["freeze", "freeze", "postgres"] as const),
];
const SHORTEST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 3_000;
const LONGEST_ABSENCE_MS = 1_000;
const FROZEN_MS = 1_500;

/** Strikes at random, as the seed says, for some seconds; all is up again when it resolves. */
export const strike = async (victims: Victims, seed: string, seconds: number): Promise<Struck[]> => {
  const random = chances(seed);
  const end = performance.now() + seconds * 1_000;
  const struck: Struck[] = [];
  const running = new Set<Promise<void>>();
  let isAway = false;
  while (performance.now() < end) {
    await sleep(SHORTEST_PAUSE_MS + random() * (LONGEST_PAUSE_MS - SHORTEST_PAUSE_MS));
    const fault = pick(DRAW, random()) ?? "worker";
    const [which, absence] = [random(), random() * LONGEST_ABSENCE_MS];
    if (fault === "postgres") {
      if (isAway) continue;
      isAway = true;
    }
    const began = performance.now();
    const over = suffer(fault, victims, which, absence).then((happened) => {
      if (fault === "postgres") isAway = false;
      if (happened) struck.push({ fault, recovery: performance.now() - began });
    });
    over.catch(() => undefined); // thrown below, when all have come to their end
    running.add(over);
  }
  await Promise.all(running);
  return struck;
};

const suffer = async (fault: Fault, victims: Victims, which: number, absence: number): Promise<boolean> => {
  const { postgres, workers, apis, producers } = victims;
  switch (fault) {
    case "postgres":
      await postgres.kill();
      return true;
    case "worker":
      return await restart(workers, which, absence, (pid) => endLeasesOf(postgres.db, pid));
    case "api":
      return await restart(apis, which, absence);
    case "producer":
      return await restart(producers, which, absence);
    case "freeze":
      return await freeze(postgres.db, workers, which);
  }
};

const restart = async (
  actors: readonly Actor[],
  which: number,
  absence: number,
  afterDeath?: (pid: number | undefined) => Promise<void>,
): Promise<boolean> => {
  const actor = pick(
    actors.filter(({ isUp }) => isUp),
    which,
  );
  if (!actor) return false;
  const { pid } = actor;
  await actor.kill();
  await sleep(absence);
  await afterDeath?.(pid);
  await actor.start();
  return true;
};

/** A worker stands still beyond its leases, and goes on as if nothing had been: others have its work by then. */
const freeze = async (db: Db, workers: readonly Actor[], which: number): Promise<boolean> => {
  const actor = pick(
    workers.filter(({ isUp }) => isUp),
    which,
  );
  if (!actor) return false;
  actor.signal("SIGSTOP");
  await endLeasesOf(db, actor.pid);
  await sleep(FROZEN_MS);
  actor.signal("SIGCONT");
  return true;
};
