import { processors } from "@aviationalley/api/platform/webhooks/stand-by.ts";
import { atMost, type Figure, say } from "../lib/figures.ts";
import { median, percentile, publish, table } from "../lib/report.ts";
import type { Cost } from "./cost.ts";
import type { Page } from "./pages.ts";
import type { Retention } from "./retention.ts";
import { type Crew, type Disk, type Team, total } from "./workers.ts";

export interface Grown {
  readonly pages: readonly Page[];
  readonly costs: readonly Cost[];
  readonly retention: Retention;
  readonly teams: readonly Team[];
  readonly disk: Disk;
  readonly facts: {
    readonly rounds: number;
    /** Deliveries of their backlog. */
    readonly backlog: number;
    readonly pagesPerRound: number;
    readonly deliveriesPerRound: number;
    readonly minutes: number;
    readonly keep: boolean;
  };
}

/** Every cost may grow so much, from the fewest to the most. */
const GROWTH = 1.2;
/** No delivery may wait longer for a week to be dropped: the drop itself waits for locks a quarter of a second at most. */
const STALL_MS = 500;

const number = (value: number): string => value.toLocaleString("en", { maximumFractionDigits: 0 });
const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(2)} GB`;

/** The dearest against the first, which is the smallest. */
const growthOf = <One>(all: readonly One[], of: (one: One) => number): number => {
  const [first, ...others] = all.map(of);
  return Math.max(...others) / (first ?? 0);
};

/** Those that are judged: at default settings. */
const atDefaults = (teams: readonly Team[]): readonly Team[] =>
  teams.filter(({ crew }) => crew.perMachine === undefined);

const crewName = ({ size, perMachine }: Crew): string =>
  perMachine === undefined ? String(size) : `${size}, none standing by`;

const figuresOf = ({ pages, costs, retention, teams }: Grown) => ({
  page: atMost(GROWTH, {
    what: "p99 of a page of bookings, from the fewest rows to the most",
    value: growthOf(pages, ({ p99 }) => p99),
    unit: "×",
  }),
  emit: atMost(GROWTH, {
    what: "database time of emitting, from the fewest rows to the most",
    value: growthOf(costs, ({ emit }) => emit),
    unit: "×",
  }),
  settle: atMost(GROWTH, {
    what: "database time of claiming and settling, from the fewest rows to the most",
    value: growthOf(costs, ({ claim, settle }) => claim + settle),
    unit: "×",
  }),
  stall: atMost(STALL_MS, {
    what: "longest delivery while history is dropped, beyond the usual",
    value: Math.max(...retention.during) - median(retention.calm),
    unit: "ms",
    digits: 0,
  }),
  workers: atMost(GROWTH, {
    what: `CPU per delivery, from 1 worker process to ${Math.max(...teams.map(({ crew }) => crew.size))}`,
    value: growthOf(atDefaults(teams), ({ growth }) => growth), // the first's is 1
    unit: "×",
  }),
});

const latencyRow = (name: string, values: readonly number[]): string[] => [
  name,
  percentile(values, 0.5).toFixed(1),
  percentile(values, 0.99).toFixed(1),
  Math.max(...values).toFixed(1),
  number(values.length),
];

const diskSection = ({ event, delivery, attempt, rest }: Disk): string => {
  const million = (bytes: number): string => gigabytes(bytes * 1e6);
  const each = delivery + attempt;
  return [
    `**A million deliveries take ${million(each + event / 10)}** on disk where ten endpoints hear each event, ${million(each + event)} where one does: real ones, of this run, with all indexes.`,
    table(
      ["a million of", "with indexes"],
      [
        ["deliveries", million(delivery)],
        ["attempts, with headers and the answer", million(attempt)],
        ["events of 700 bytes", million(event)],
      ],
    ),
    `The queue, leases and charts took ${(rest / 1e6).toFixed(0)} MB in all: they follow what waits and the number of endpoints, not what was delivered.`,
  ].join("\n\n");
};

/** Publishes what was measured; answers the figures. */
export const reportGrowth = (grown: Grown): readonly Figure[] => {
  const { pages, costs, retention, teams, disk, facts } = grown;
  const { page, emit, settle, stall, workers } = figuresOf(grown);
  const command = "npm run bench -- growth";
  publish({ name: "growth", title: "Growth", command, keep: facts.keep }, [
    `In all it took ${facts.minutes.toFixed(0)} minutes. Sizes are databases of one server, measured in turn, round after round; figures are medians of ${facts.rounds} rounds.`,
    "## A page of bookings",
    table(
      ["bookings of the center", "p50, ms", "p99, ms"],
      pages.map(({ rows, p50, p99 }) => [number(rows), p50.toFixed(2), p99.toFixed(2)]),
    ),
    `${say(page)}: \`GET /api/v1/bookings?limit=50\` over HTTP, ${number(facts.pagesPerRound)} pages a round over four connections.`,
    "## Emitting, claiming and settling",
    table(
      ["events, deliveries and attempts of the center", "emit, µs", "claim, µs", "settle, µs"],
      costs.map((one) => [number(one.rows), ...[one.emit, one.claim, one.settle].map((time) => time.toFixed(1))]),
    ),
    `${say(emit)}. ${say(settle)}. Time inside PostgreSQL's executor for one delivery, ten a change, ${number(facts.deliveriesPerRound)} a round to 100 endpoints; the history is a month's, in weeks, each event delivered once.`,
    "## Letting go of history",
    `${say(stall)}. ${number(retention.rows)} rows of ${retention.tables} tables went in ${retention.seconds.toFixed(1)} s while ${number(retention.during.length)} changes were made and delivered.`,
    table(
      ["one delivery, ms from commit to receiver", "p50", "p99", "longest", "deliveries"],
      [latencyRow("before", retention.calm), latencyRow("while weeks are dropped", retention.during)],
    ),
    "## Worker processes",
    table(
      [
        "worker processes",
        "deliveries/s",
        "workers' CPU, µs per delivery",
        "PostgreSQL's",
        "together",
        "of one worker's",
        "deliveries a claim",
        "a settle",
        "at a pace: together",
      ],
      teams.map((one) => [
        crewName(one.crew),
        number(one.perSecond),
        ...[one.backlog.workers, one.backlog.database, total(one.backlog)].map((time) => time.toFixed(0)),
        `${one.growth.toFixed(2)} ×`,
        one.claimed.toFixed(1),
        one.settled.toFixed(1),
        total(one.paced).toFixed(0),
      ]),
    ),
    `${say(workers)}: user and system time while a backlog of ${number(facts.backlog)} to 1,000 endpoints is delivered, whatever their number. It is the median of the ratios within each round, since the machine's speed changes from round to round; the columns are medians of their own. All share ${processors()} processors, so that more workers are not faster here; what counts is that they do not hinder each other. As many deliver as there are processors, and the others stand by to take over; the last row, which is not judged, shows what all of them would cost at once (\`WORKERS_PER_MACHINE=8\`). At a pace of 50 changes a second, ten deliveries each and emitting included, one of them takes what a change brings; the others hear of it, and those that deliver look once a second.`,
    "## Disk",
    diskSection(disk),
  ]);
  return [page, emit, settle, stall, workers];
};
