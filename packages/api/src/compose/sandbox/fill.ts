import { randomInt } from "node:crypto";
import type { CenterId, Db } from "@aviationalley/db/client.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { fillCenter } from "../first-data/fill.ts";

/** A sandbox is for trying things out: a tenth of a real center's history shows as much, and is there sooner. */
const SANDBOX_SCALE = 0.1;

export const newSeed = (): number => randomInt(1_000_000);

/** Sample data for an empty sandbox. Given a transaction (of origin "import"), all of it is written there. */
export const fillSandbox = async (
  db: Db | CenterTx,
  sandboxId: CenterId,
  log: (line: string) => void = () => {},
  seed = newSeed(),
): Promise<void> => {
  await fillCenter(db, sandboxId, { seed, scale: SANDBOX_SCALE });
  log(`filled the sandbox with sample data (seed ${seed})`);
};
