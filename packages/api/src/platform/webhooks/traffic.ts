import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { DAY_MS } from "../../lib/time.ts";
import { LATENCY_BOUNDS, LATENCY_COLUMNS } from "./traffic-columns.ts";

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
