import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { DAY_MS } from "../../lib/time.ts";
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
const LATENCY_BOUNDS = [5, 10, 20, 35, 50, 75, 100, 150, 250, 350, 500, 750, 1000, 1500, 2500, 3500, 5000] as const;

const LATENCY_COLUMNS = [...LATENCY_BOUNDS.map((bound) => `ms_${bound}`), "ms_more"];

const COLUMNS = [...Object.keys(OUTCOME_COLUMNS), ...LATENCY_COLUMNS];

const countWhere = (condition: string): string => `count(*) filter (where ${condition})`;

const isOneOf = (kinds: readonly string[]): string => `outcome in (${kinds.map((kind) => `'${kind}'`).join(", ")})`;

const OUTCOME_COUNTS = Object.values(OUTCOME_COLUMNS).map((kinds) => countWhere(isOneOf(kinds)));

/** What was never sent took no time. */
const WAS_SENT = `not (${isOneOf(OUTCOME_COLUMNS.not_sent)})`;

const LATENCY_COUNTS = LATENCY_COLUMNS.map((_, index) => {
  const [over, atMost] = [LATENCY_BOUNDS[index - 1], LATENCY_BOUNDS[index]];
  const lower = over === undefined ? "" : ` and duration > ${over}`;
  const upper = atMost === undefined ? "" : ` and duration <= ${atMost}`;
  return countWhere(WAS_SENT + lower + upper);
});

/**
 * Adds what a batch settled (rows of `settled` with `center_id`, `endpoint_id`, `outcome`, `duration`) to the present
 * five minutes. Runs behind the locks of the endpoints' states, so that no two add to the same row at once.
 */
export const COUNT_TRAFFIC = `
  insert into endpoint_traffic as t (center_id, endpoint_id, at, ${COLUMNS.join(", ")})
  select center_id, endpoint_id, date_bin('5 minutes', now(), '2000-01-01Z'),
         ${[...OUTCOME_COUNTS, ...LATENCY_COUNTS].join(", ")}
    from settled group by center_id, endpoint_id
  on conflict (center_id, endpoint_id, at) do update
     set ${COLUMNS.map((column) => `${column} = t.${column} + excluded.${column}`).join(", ")}`;

/** The time of what a chart shows, and of one of its points, in milliseconds. */
export const RANGES = {
  "1h": { span: DAY_MS / 24, step: 5 * 60_000 },
  "24h": { span: DAY_MS, step: DAY_MS / 48 },
  "7d": { span: 7 * DAY_MS, step: DAY_MS / 8 },
  "30d": { span: 30 * DAY_MS, step: DAY_MS / 2 },
} as const;
export type Range = keyof typeof RANGES;

export type Counts = Record<"delivered" | "refused" | "timedOut" | "unreachable" | "notSent", number>;

/** One point of a chart: attempts that were settled in the `step` that begins at `at`. Latencies in ms, null without any. */
export interface TrafficPoint extends Counts {
  at: string;
  p50: number | null;
  p95: number | null;
}

interface TrafficRow extends Counts {
  slot: number;
  classes: number[];
}

const OUTCOME_SUMS = `sum(delivered)::int as delivered, sum(refused)::int as refused, sum(timed_out)::int as "timedOut",
  sum(unreachable)::int as unreachable, sum(not_sent)::int as "notSent"`;

const selectTraffic = statement<TrafficRow>(
  "webhooks.traffic",
  `select floor(extract(epoch from at) * 1000 / $4)::float8 as slot, ${OUTCOME_SUMS},
          array[${LATENCY_COLUMNS.map((column) => `sum(${column})::int`).join(", ")}] as classes
     from endpoint_traffic where center_id = $1 and endpoint_id = $2 and at >= $3 group by 1`,
);

const NOTHING: Counts = { delivered: 0, refused: 0, timedOut: 0, unreachable: 0, notSent: 0 };

/** The points of a chart up to `now` (ms since 1970), the oldest first, those without an attempt too. */
export const readTraffic = async (
  db: Queryable,
  centerId: CenterId,
  endpointId: string,
  range: Range,
  now: number = Date.now(),
): Promise<TrafficPoint[]> => {
  const { span, step } = RANGES[range];
  const last = Math.floor(now / step);
  const first = last - span / step + 1;
  const rows = await db.many(selectTraffic, [centerId, endpointId, new Date(first * step), step]);
  const bySlot = new Map(rows.map((row) => [row.slot, row]));
  return Array.from({ length: span / step }, (_, index) => {
    const { slot: _slot, classes, ...counts } = bySlot.get(first + index) ?? { ...NOTHING, slot: 0, classes: [] };
    const at = new Date((first + index) * step).toISOString();
    return { at, ...counts, p50: quantile(classes, 0.5), p95: quantile(classes, 0.95) };
  });
};

/** Where `share` of the latencies lie below, in ms: within its class they are taken to be spread evenly. */
export const quantile = (classes: readonly number[], share: number): number | null => {
  const all = classes.reduce((sum, count) => sum + count, 0);
  let left = all * share;
  for (const [index, count] of classes.entries()) {
    const from = LATENCY_BOUNDS[index - 1] ?? 0;
    if (count > 0 && left <= count) return Math.round(from + ((LATENCY_BOUNDS[index] ?? from) - from) * (left / count));
    left -= count;
  }
  return null;
};

const deleteOld = statement<never>("webhooks.forget_traffic", "delete from endpoint_traffic where at < $1");

/** Lets go of what was counted before `before` (ms since 1970); says how many rows went. */
export const forgetTraffic = (db: Queryable, before: number): Promise<number> => db.run(deleteOld, [new Date(before)]);
