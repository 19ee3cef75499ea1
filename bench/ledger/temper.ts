import type { Behaviour } from "@aviationalley/testing/receiver.ts";
import { chanceOf, pick } from "./chance.ts";
import type { Temper } from "./lines.ts";

/** Everything that receivers do to senders. */
const MISDEEDS: readonly Behaviour[] = [
  { status: 500 },
  { status: 503, headers: { "retry-after": "2" } },
  { status: 429, headers: { "retry-after": "1" } },
  { status: 302, headers: { location: "http://127.0.0.1:1/" } },
  "hang",
  "reset",
  "drip",
  "close-early",
  "garbage",
];

const OK: Behaviour = { status: 200, body: "ok" };
const GONE: Behaviour = { status: 410 };
const ERROR: Behaviour = { status: 500 };

/** Deliveries that a stubborn receiver refuses for ever: they are to end as FAILED. */
const isRefused = (seed: number, delivery: string): boolean => chanceOf(seed, "stubborn", delivery) < 0.1;

/** How a delivery is answered when it comes for the n-th time (from 0). `calm`: the faults are over. */
export const behaviourOf = (temper: Temper, seed: number, delivery: string, n: number, calm: boolean): Behaviour => {
  const chance = chanceOf(seed, temper, delivery, n);
  if (temper === "stubborn" && isRefused(seed, delivery)) return ERROR;
  if (calm) return OK;
  switch (temper) {
    case "stubborn":
      return OK;
    case "steady":
      return chance < 0.01 ? ERROR : OK;
    case "leaving":
      return chance < 0.02 ? GONE : OK;
    case "moody":
      return chance < 0.3 ? (pick(MISDEEDS, chance / 0.3) ?? ERROR) : OK;
  }
};

export const nameOf = (behaviour: Behaviour): string =>
  typeof behaviour === "string" ? behaviour : String(behaviour.status);
