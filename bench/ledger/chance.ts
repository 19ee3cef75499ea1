import { hash } from "node:crypto";

/** A number from 0 up to 1 that is always the same for the same words. */
export const chanceOf = (...words: readonly (string | number)[]): number =>
  hash("sha256", words.join(" "), "buffer").readUInt32BE() / 2 ** 32;

/** Random numbers that a seed brings back. */
export const chances = (seed: string): (() => number) => {
  let drawn = 0;
  return () => chanceOf(seed, drawn++);
};

/** One of several, by a number from 0 up to 1. */
export const pick = <Item>(items: readonly Item[], chance: number): Item | undefined =>
  items[Math.floor(chance * items.length)];
