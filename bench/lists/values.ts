import type { ListFilter } from "@aviationalley/api/lib/list-filters.ts";
import { GLUE } from "@aviationalley/api/lib/search-text.ts";
import type pg from "pg";
import type { Listed } from "./noun.ts";

const DAY = 86_400_000;
const ago = (days: number): string => new Date(Date.now() - days * DAY).toISOString();

/** Spans short and long, recent, old and open, in days before now. */
const SPANS = [
  [-1, -2],
  [400, 393],
  [600, 570],
  [760, 435],
  [700, null],
  [null, 500],
  [null, 60],
  [-3, null],
] as const;

/** The same whatever day it is: with a month, a few days into it and more, and from a few days before its end. */
const BESIDE_MONTHS = [
  [null, 0],
  [null, 2],
  [null, 5],
  [-3, null],
] as const;

const MONTHS_AGO = 3;

const besideMonth = (days: number | null): string | null => {
  if (days === null) return null;
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - MONTHS_AGO, 1 + days)).toISOString();
};

/** The values that each filter of a list is tried with: common, rare and absent ones out of what is in the table. */
export const pickValues = async (
  client: pg.Client,
  { table, filters }: Listed,
  centerId: string,
): Promise<(readonly [name: string, value: unknown])[]> => {
  const picked: (readonly [string, unknown])[] = [];
  for (const [name, filter] of filters)
    for (const value of await valuesOf(client, table, filter, centerId)) picked.push([name, value]);
  return picked;
};

const valuesOf = async (client: pg.Client, table: string, filter: ListFilter, centerId: string): Promise<unknown[]> => {
  const column = async (text: string): Promise<string[]> =>
    (await client.query<{ value: string }>(text, [centerId])).rows.map(({ value }) => value);
  switch (filter.kind) {
    case "ids": {
      const ids = await column(`select id::text as value from ${table} where center_id = $1 order by id limit 200`);
      return [ids, ids.slice(0, 1)];
    }
    case "equal":
      return ends(await byFrequency(column, table, filter.column));
    case "through":
      return ends(await byFrequency(column, filter.table, filter.column));
    case "oneOf": {
      const states = await byFrequency(column, table, filter.column);
      return [...states.slice(0, 6).map((state) => [state]), states.slice(0, 2), states.slice(1)];
    }
    case "derived": {
      const others = await column(`select distinct state as value from (${filter.others}) other`);
      return [
        [filter.usual],
        ...others.map((state) => [state]),
        others,
        [filter.usual, ...others.slice(1)],
        ["NOBODY"],
      ];
    }
    case "contains":
      return searches(
        await column(
          `select ${filter.column} as value from ${table} where center_id = $1
            order by created_at offset (select count(*) / 3 from ${table} where center_id = $1) limit 1`,
        ),
      );
    case "since":
      return [0.001, 1, 30, 400, 5000].map(ago);
    case "created":
      return SPANS.map(([from, to]) => spanOf(daysAgo(from), daysAgo(to), false));
    case "range": {
      const { rows } = await client.query<{ type: string }>(
        `select pg_typeof(${filter.column}) as type from ${table} limit 1`,
      );
      const spans = [...SPANS.map((span) => span.map(daysAgo)), ...BESIDE_MONTHS.map((span) => span.map(besideMonth))];
      return spans.map(([from = null, to = null]) => spanOf(from, to, rows[0]?.type === "date"));
    }
  }
};

/** A column's values, the most common first. */
const byFrequency = (column: (text: string) => Promise<string[]>, table: string, name: string): Promise<string[]> =>
  column(
    `select ${name}::text as value from ${table} where center_id = $1 and ${name} is not null group by 1 order by count(*) desc, 1`,
  );

const ends = (values: readonly string[]): string[] => [...new Set([...values.slice(0, 1), ...values.slice(-1)])];

const daysAgo = (days: number | null): string | null => (days === null ? null : ago(days));

const spanOf = (from: string | null, to: string | null, days: boolean) => {
  const text = (at: string | null): string | null => at && at.slice(0, days ? 10 : undefined);
  return { from: text(from), to: text(to) };
};

/**
 * Out of an old row's text: all of it, each word, neighbours, words that stand apart there (so that a row may hold both
 * and yet not match), and what no row holds. Three characters and more: two are promised nothing.
 */
const searches = ([text = ""]: readonly string[]): string[] => {
  const plain = Array.from(text, (letter) => GLUE.between[GLUE.kept.indexOf(letter)] ?? letter)
    .join("")
    .trim();
  const words = plain.split(" ");
  const neighbours = words.slice(1).map((word, index) => `${words[index] ?? ""} ${word}`);
  const apart = `${words.at(-1) ?? ""} ${words[0] ?? ""}`;
  const candidates = [plain, ...words, ...neighbours, apart, plain.slice(1, 4), plain.slice(-3), "nobody here"];
  return [...new Set(candidates.map((one) => one.trim().slice(0, 100)))]
    .filter(({ length }) => length >= 3)
    .slice(0, 11);
};

/** Every value alone, and every two of different filters. */
export const combinationsOf = (picked: readonly (readonly [name: string, value: unknown])[]): object[] => [
  ...picked.map(([name, value]) => ({ [name]: value })),
  ...picked.flatMap(([name, value], index) =>
    picked.slice(index + 1).flatMap(([other, second]) => (other === name ? [] : [{ [name]: value, [other]: second }])),
  ),
];
