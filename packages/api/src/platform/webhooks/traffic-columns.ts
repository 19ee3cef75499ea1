import type { Outcome } from "./outcome.ts";

/** How charts name outcomes, with the outcomes that each stands for: a column of `endpoint_traffic`. */
export const OUTCOME_COLUMNS = {
  delivered: ["delivered"],
  refused: ["refused", "gone"],
  timed_out: ["timeout"],
  unreachable: ["unreachable"],
  not_sent: ["forbidden_destination", "unsendable"],
} as const satisfies Record<string, readonly Outcome["kind"][]>;

/** Milliseconds; each class of latencies ends with one of these, the last has no end. */
export const LATENCY_BOUNDS = [
  5, 10, 20, 35, 50, 75, 100, 150, 250, 350, 500, 750, 1000, 1500, 2500, 3500, 5000,
] as const;

export const LATENCY_COLUMNS: readonly string[] = [...LATENCY_BOUNDS.map((bound) => `ms_${bound}`), "ms_more"];

const OUTCOMES: readonly (readonly Outcome["kind"][])[] = Object.values(OUTCOME_COLUMNS);

/** The columns that count, outcomes before latencies. */
export const COLUMNS: readonly string[] = [...Object.keys(OUTCOME_COLUMNS), ...LATENCY_COLUMNS];

/** Where in COLUMNS an attempt counts: its outcome, and its latency (ms) unless it was never sent. */
export const columnsOf = (kind: Outcome["kind"], duration: number): readonly number[] => {
  const outcome = OUTCOMES.findIndex((kinds) => kinds.includes(kind));
  if (OUTCOMES[outcome] === OUTCOME_COLUMNS.not_sent) return [outcome];
  const bound = LATENCY_BOUNDS.findIndex((atMost) => Math.round(duration) <= atMost);
  return [outcome, OUTCOMES.length + (bound === -1 ? LATENCY_BOUNDS.length : bound)];
};
