import { randomInt } from "node:crypto";
import { v7 } from "uuid";
import type { Instant } from "./time.ts";

/** A new UUIDv7: time-ordered, so that inserts touch the right edge of each index (RFC 9562, section 5.7). */
export const newId = (): string => v7();

/** Of one change, so many ids share a millisecond: what lies in one is searched together. */
const PER_MILLISECOND = 1_000;

let sequence = randomInt(2 ** 32);

/**
 * New UUIDv7s, in order, of a time that the database gave: for what is found again by its time, since a node's own clock
 * may be wrong.
 */
export const idsAt = (at: Instant, count: number): string[] =>
  Array.from({ length: count }, (_, index) => {
    sequence = (sequence + 1) % 2 ** 32;
    return v7({ msecs: Date.parse(at) + Math.floor(index / PER_MILLISECOND), seq: sequence });
  });
