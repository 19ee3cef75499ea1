import { fillCenter } from "@aviationalley/api/compose/first-data/fill.ts";
import { fillSandbox } from "@aviationalley/api/compose/sandbox/fill.ts";
import type { Twins } from "@aviationalley/api/modules/centers/queries/centers.ts";
import type { Db } from "@aviationalley/db/client.ts";

/** A very first center: two years of an invented history of its kind, and a smaller one in its sandbox. */
export const fillTwins = async (
  db: Db,
  { liveId, sandboxId }: Twins,
  log: (line: string) => void,
  seed: number,
): Promise<void> => {
  await fillCenter(db, liveId, { seed, log });
  await fillSandbox(db, sandboxId, log, seed);
};
