import { hash, randomInt } from "node:crypto";

/**
 * Random numbers from 0 up to 1 that can be had again: the seed of a failed run is printed, and AA_SEED repeats it (as
 * far as processes and networks do).
 */
export const seededChance = (): (() => number) => {
  const seed = process.env["AA_SEED"] ?? String(randomInt(2 ** 31));
  process.stdout.write(`AA_SEED=${seed}\n`);
  let drawn = 0;
  return () => hash("sha256", `${seed} ${drawn++}`, "buffer").readUInt32BE() / 2 ** 32;
};
