import { randomInt } from "node:crypto";
import { fillCenter } from "@aviationalley/api/compose/first-data/fill.ts";
import type { Twins } from "@aviationalley/api/modules/centers/queries/centers.ts";
import type { CenterId, Db } from "@aviationalley/db/client.ts";

/** A sandbox is for trying things out: a tenth of a real center's history shows as much, and is there sooner. */
const SANDBOX_SCALE = 0.1;

export const newSeed = (): number => randomInt(1_000_000);

/** Sample data for a new sandbox. */
export const fillSandbox = async (
  db: Db,
  sandboxId: CenterId,
  log: (line: string) => void,
  seed = newSeed(),
): Promise<void> => {
  await fillCenter(db, sandboxId, { seed, scale: SANDBOX_SCALE });
  log(`filled the sandbox with sample data (seed ${seed})`);
};

/** The very first center: two years of an invented training center's history, and a smaller one in its sandbox. */
export const fillTwins = async (
  db: Db,
  { liveId, sandboxId }: Twins,
  log: (line: string) => void,
  seed: number,
): Promise<void> => {
  await fillCenter(db, liveId, { seed, log });
  await fillSandbox(db, sandboxId, log, seed);
};
