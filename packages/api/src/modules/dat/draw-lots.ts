import { hash } from "node:crypto";

/** What a draw follows from, and all that it follows from. */
export interface Lots {
  /** 256 bits in hexadecimal. */
  seed: string;
  /** Who may be drawn, each once, in a recorded order. */
  pool: readonly string[];
  count: number;
}

/**
 * Draws `count` of the pool, everyone with the same chance; the same lots always give the same people. The first
 * `count` steps of a Fisher–Yates shuffle, in which place i is swapped with place i + r, where r is the next random
 * number below (size of the pool − i). Random numbers: SHA-256 of the text `<seed>:<n>` for n = 0, 1, 2, …, of which
 * the first 64 bits, big-endian, are taken modulo the bound; a number in the last, incomplete stretch is skipped, since
 * the remainders would not be equally likely with it.
 */
export const drawLots = ({ seed, pool, count }: Lots): string[] => {
  const numbers = randomNumbers(seed);
  const places = [...pool];
  const drawn = Math.min(count, places.length);
  for (let place = 0; place < drawn; place++) {
    const other = place + numbers(places.length - place);
    const [here, there] = [places[place], places[other]];
    if (here === undefined || there === undefined) throw new Error("A place outside of the pool was drawn.");
    places[place] = there;
    places[other] = here;
  }
  return places.slice(0, drawn);
};

const RANGE = 1n << 64n;

/** Equally likely integers from 0 to below a bound, one after another. */
const randomNumbers = (seed: string): ((bound: number) => number) => {
  let n = 0;
  const next = (): bigint => hash("sha256", `${seed}:${n++}`, "buffer").readBigUInt64BE();
  return (bound) => {
    const wide = BigInt(bound);
    const fair = RANGE - (RANGE % wide);
    let number = next();
    while (number >= fair) number = next();
    return Number(number % wide);
  };
};

/** How many to draw: the yearly share of the pool, divided into equal draws, rounded up so that it is reached. */
export const lotsPerDraw = (poolSize: number, ratePercent: number, drawsPerYear: number): number =>
  Math.ceil((poolSize * ratePercent) / (100 * drawsPerYear));
