import { atMost, type Figure } from "../lib/figures.ts";
import { median, publish, table } from "../lib/report.ts";
import { ENDPOINTS } from "./stage.ts";
import { keepFigures } from "../lib/summary.ts";
import { MOST_GROWTH, type Sample, SLACK, type Trend, trendsOf } from "./verdict.ts";

export interface Soaked {
  readonly minutes: number;
  readonly command: string;
  /** Turns a second that the machine reached when asked for all it could. */
  readonly capacity: number;
  readonly rate: number;
  readonly samples: readonly Sample[];
}

const MEGABYTE = 1_000_000;

/** A soak that is shorter shows that it runs, and is not kept. */
export const FULL_MINUTES = 60;

const megabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(1);

const HEAD = [
  "minute",
  "resident, MB",
  "heap after GC, MB",
  "descriptors",
  "sockets",
  "database connections",
  "turns/s",
  "deliveries/s",
  "waiting",
  "p99 of a turn, ms",
];

const rowOf = (one: Sample): string[] => [
  (one.at / 60).toFixed(1),
  megabytes(one.rss),
  megabytes(one.heap),
  String(one.descriptors),
  String(one.sockets),
  String(one.connections),
  one.turns.toFixed(0),
  one.deliveries.toFixed(0),
  String(one.waiting),
  one.p99.toFixed(0),
];

/** One sample as a line, for whoever watches. */
export const lineOf = (one: Sample): string => HEAD.map((name, index) => `${name} ${rowOf(one)[index]}`).join(", ");

const shown = ({ what }: Trend, value: number): string =>
  /memory|heap/.test(what) ? `${megabytes(value)} MB` : value.toFixed(0);

const figuresOf = (trends: readonly Trend[], failed: number): readonly Figure[] => [
  ...trends.map(({ what, first, second, ratio }) =>
    /memory|heap/.test(what)
      ? atMost(MOST_GROWTH, { what: `${what}, second half against first`, value: ratio, unit: "×" })
      : atMost(SLACK, { what: `${what}, more in the second half`, value: second - first, digits: 0 }),
  ),
  atMost(0, { what: "requests that failed", value: failed, digits: 0 }),
];

/** Publishes a soak; answers whether all was flat and nothing failed. */
export const reportSoak = ({ minutes, command, capacity, rate, samples }: Soaked): boolean => {
  const trends = trendsOf(samples);
  const sum = (of: (one: Sample) => number): number => samples.reduce((total, one) => total + of(one), 0);
  const [failed, late] = [sum((one) => one.failed), sum((one) => one.late)];
  const isFlat = trends.every(({ flat }) => flat);
  publish(
    { name: "soak", title: `${minutes} minutes at half of what it can`, command, keep: minutes >= FULL_MINUTES },
    [
      `**${isFlat ? "Flat" : "NOT FLAT"}: memory, descriptors and connections of the second half against the first; ${failed} of all requests failed.** A turn is four pages of 50 bookings and one write (a session is booked, annotated, cancelled), and each write is delivered to ${ENDPOINTS} endpoints. A short probe reached ${capacity.toFixed(0)} turns a second, deliveries included; this ran at ${rate.toFixed(0)}, ${(5 * rate).toFixed(0)} requests and ${(ENDPOINTS * rate).toFixed(0)} deliveries a second (reached: ${median(samples.map(({ turns }) => turns)).toFixed(0)} turns, ${median(samples.map(({ deliveries }) => deliveries)).toFixed(0)} deliveries; ${late} turns began late). One process is API, worker and timed jobs.`,
      table(
        ["", "first half", "second half", "ratio", ""],
        trends.map((one) => [
          one.what,
          shown(one, one.first),
          shown(one, one.second),
          one.ratio.toFixed(2),
          one.flat ? "flat" : "**grows**",
        ]),
      ),
      `Medians; the first tenth, in which caches fill, is left out. Memory may grow by a tenth, what is opened by ${SLACK}. Each line is taken when the minute's requests and deliveries are through.`,
      table(HEAD, samples.map(rowOf)),
    ],
  );
  if (minutes >= FULL_MINUTES) keepFigures("soak", figuresOf(trends, failed));
  return isFlat && failed === 0;
};
