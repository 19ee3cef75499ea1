import { ALONE_MS, isAlone, limitOf, type Measured, show, TOGETHER_MS } from "../list/filters.ts";
import { atLeast, atMost, type Figure } from "../lib/figures.ts";
import { table } from "../lib/report.ts";
import type { Listed } from "./noun.ts";
import type { Pages } from "./pages.ts";

export const FLOOR = { pgbench: 0.25, growth: 1.2 };

/** The worst of all lists: what each list must keep, they keep all. */
export const figuresOf = (results: readonly Result[]): readonly Figure[] => {
  const filters = results.flatMap((one) => one.filters);
  const slowest = (alone: boolean): number =>
    Math.max(...filters.filter((one) => isAlone(one) === alone).map(({ milliseconds }) => milliseconds));
  const pages = results.map((one) => one.pages);
  return [
    atLeast(FLOOR.pgbench, {
      what: "of pgbench, the slowest list",
      value: Math.min(...pages.map(({ share }) => share)),
    }),
    atMost(FLOOR.growth, {
      what: "what a page costs among a million rows, the worst list",
      value: Math.max(...pages.map(({ growth }) => growth)),
      unit: "×",
    }),
    atMost(ALONE_MS, { what: "slowest filter, in the database", value: slowest(true), unit: "ms" }),
    atMost(TOGETHER_MS, { what: "slowest two filters together, in the database", value: slowest(false), unit: "ms" }),
  ];
};

export interface Result {
  list: Listed;
  /** The slowest first. */
  filters: readonly Measured[];
  pages: Pages;
}

/** What a page costs more than it may, beside pgbench and beside a small table. */
const dearBy = ({ share, growth }: Pages): string[] => [
  ...(share < FLOOR.pgbench ? [`${share.toFixed(2)} of pgbench (floor ${FLOOR.pgbench})`] : []),
  ...(growth > FLOOR.growth ? [`a page costs ${growth.toFixed(2)} × (limit ${FLOOR.growth})`] : []),
];

export const isDear = (pages: Pages): boolean => dearBy(pages).length > 0;

interface Facts {
  total: number;
  largest: number;
  small: number;
  rounds: number;
  seconds: number;
}

const nameOf = ({ endpoint, note }: Listed): string => `\`${endpoint}\`${note === "" ? "" : ` ${note}`}`;

const number = (value: number): string => value.toLocaleString("en", { maximumFractionDigits: 0 });

/** What does not hold, a line each. */
export const missedBy = ({ list, filters, pages }: Result): string[] => {
  const slow = filters
    .filter((one) => one.milliseconds > limitOf(one))
    .map(
      (one) => `${list.endpoint}: ${show(one.filters)} takes ${one.milliseconds.toFixed(1)} ms (limit ${limitOf(one)})`,
    );
  return [...slow, ...dearBy(pages).map((what) => `${list.endpoint}: ${what}`)];
};

const pageRow = ({ list, pages: { large, http, share, growth } }: Result): string[] => [
  nameOf(list),
  number(http),
  number(large),
  `**${share.toFixed(2)}**`,
  `${growth.toFixed(2)} ×`,
];

const filterRow = ({ list, filters }: Result): string[] => {
  const kinds = [filters.filter(isAlone), filters.filter((one) => !isAlone(one))];
  return [
    nameOf(list),
    ...kinds.flatMap((all) => [`${all.length}`, all[0]?.milliseconds.toFixed(1) ?? "–"]),
    `${filters.filter((one) => one.milliseconds > limitOf(one)).length}`,
  ];
};

const slowestOf = (results: readonly Result[], alone: boolean): string[][] =>
  results
    .flatMap(({ list, filters }) => filters.filter((one) => isAlone(one) === alone).map((one) => ({ list, one })))
    .toSorted((a, b) => b.one.milliseconds - a.one.milliseconds)
    .slice(0, 10)
    .map(({ list, one }) => [one.milliseconds.toFixed(2), `${one.rows}`, `\`${list.endpoint}\``, show(one.filters)]);

/** The plan without what repeats in every line: the width of rows, and the loops of what ran once. */
const shortened = (plan: string): string =>
  plan
    .replaceAll(/ {2}\(cost=\S+ rows=(\d+) width=\d+\)/g, " (expected $1)")
    .replaceAll(/\(actual rows=([\d.]+) loops=1\)/g, "(rows $1)")
    .split("\n")
    .filter((line) => !/^\s*(Sort Method|Heap Blocks|Planning Time|Index Searches)/.test(line))
    .map((line) => line.slice(0, 220))
    .join("\n");

const folded = ({ list, filters }: Result): string => {
  const slowest = new Map<string, Measured>();
  for (const one of filters.filter(isAlone)) {
    const [name = ""] = Object.keys(one.filters);
    if (!slowest.has(name)) slowest.set(name, one);
  }
  const pair = filters.find((one) => !isAlone(one));
  const plans = [...slowest.values(), ...(pair ? [pair] : [])].map(
    (one) =>
      `${show(one.filters)}: ${one.milliseconds.toFixed(2)} ms, ${one.rows} rows\n\n\`\`\`\n${shortened(one.plan)}\n\`\`\``,
  );
  return `<details><summary>${nameOf(list)}</summary>\n\n${plans.join("\n\n")}\n\n</details>`;
};

export const sections = (results: readonly Result[], { total, largest, small, rounds, seconds }: Facts): string[] => [
  `${number(total)} rows of each noun in 100 centers, the largest with ${number(largest)}; all figures are of the largest. Filters and their values come from the lists' own declarations and from the filled rows: whoever adds a filter finds it here.`,
  "## A page of 50",
  `Requests per second over HTTP with token, log line, ETag and rate limit, beside pgbench running the same SELECT: 32 connections, medians of ${rounds} interleaved rounds of ${seconds} s and of the ratios within each (of ${2 * rounds + 1} after all other lists, at most three times, where those told of a miss: the machine is shared, and a busy neighbour stays for minutes). The floor is ${FLOOR.pgbench} of pgbench. Growth is what a page costs here against a table of ${number(small)} rows (limit ${FLOOR.growth} ×).`,
  table(["list", "requests/s", "pgbench/s", "of pgbench", "growth"], results.map(pageRow)),
  "## Filters",
  `Milliseconds in the database, warm, both SELECTs where a call takes two; the least of four runs, and of further looks where that is over the limit, since the machine is shared. Limits: ${ALONE_MS} ms alone, ${TOGETHER_MS} ms two together.`,
  table(["list", "alone", "slowest ms", "pairs", "slowest ms", "over the limit"], results.map(filterRow)),
  "### The slowest alone",
  table(["ms", "rows", "list", "filters"], slowestOf(results, true)),
  "### The slowest pairs",
  table(["ms", "rows", "list", "filters"], slowestOf(results, false)),
  "## Plans",
  "Of each filter alone the slowest value, and the slowest pair.",
  results.map(folded).join("\n\n"),
];
