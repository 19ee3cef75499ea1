import { median } from "../lib/report.ts";

/** What was seen at the end of a minute. */
export interface Sample {
  /** Seconds since the soak began. */
  readonly at: number;
  /** Of the server's process, in bytes. */
  readonly rss: number;
  readonly heap: number;
  readonly descriptors: number;
  readonly sockets: number;
  /** To the database, from everybody. */
  readonly connections: number;
  readonly turns: number;
  readonly deliveries: number;
  /** Deliveries that waited. */
  readonly waiting: number;
  readonly p99: number;
  readonly failed: number;
  readonly late: number;
}

export interface Trend {
  readonly what: string;
  readonly first: number;
  readonly second: number;
  readonly ratio: number;
  readonly flat: boolean;
}

/** What caches fill and compilers learn first is no leak: so much of the samples is left out. */
const WARM_UP_SHARE = 0.1;

/** Second half against first, by their medians. */
export const MOST_GROWTH = 1.1;

/** Descriptors and connections are few, and pools open and close some by themselves: one for each endpoint. */
export const SLACK = 10;

const halves = (values: readonly number[]): [number[], number[]] => {
  const warm = values.slice(Math.ceil(values.length * WARM_UP_SHARE));
  const middle = Math.ceil(warm.length / 2);
  return [warm.slice(0, middle), warm.slice(middle)];
};

/** Compares the medians of both halves of the samples. A count may grow by `slack`, memory by a tenth. */
export const trendOf = (what: string, values: readonly number[], slack = 0): Trend => {
  const [first, second] = halves(values).map(median) as [number, number]; // of two halves
  const ratio = second / Math.max(first, 1);
  return { what, first, second, ratio, flat: slack > 0 ? second - first <= slack : ratio <= MOST_GROWTH };
};

/** Memory must be flat, and nothing that is opened may stay open. */
export const trendsOf = (samples: readonly Sample[]): Trend[] => [
  trendOf(
    "resident memory",
    samples.map(({ rss }) => rss),
  ),
  trendOf(
    "heap after a full collection",
    samples.map(({ heap }) => heap),
  ),
  trendOf(
    "open file descriptors",
    samples.map(({ descriptors }) => descriptors),
    SLACK,
  ),
  trendOf(
    "sockets among them",
    samples.map(({ sockets }) => sockets),
    SLACK,
  ),
  trendOf(
    "database connections",
    samples.map(({ connections }) => connections),
    SLACK,
  ),
];
