import { appRouter } from "@aviationalley/api/root.ts";
import { statementTexts } from "@aviationalley/db/statement.ts";
import { type TestDatabase, testDatabase } from "@aviationalley/testing/database.ts";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addCenters } from "./centers.ts";
import { fillNoun } from "./fill.ts";
import { NOUNS } from "./nouns.ts";

const CENTERS = Array.from({ length: 10 }, (_, index) => ({
  id: `10000000-0000-7000-8000-00000000000${index}`,
  rows: 1_000,
}));
const CENTER = CENTERS[0]?.id ?? "";

let database: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  database = await testDatabase();
  await addCenters(database.url, CENTERS);
  for (const noun of NOUNS) await fillNoun(database.url, noun, CENTERS);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** A value of each type; an array has one. */
const VALUES: Readonly<Record<string, string>> = {
  uuid: CENTER,
  text: "x",
  json: "{}",
  date: "2026-01-01",
  "timestamp with time zone": "2026-01-01T00:00:00Z",
  boolean: "true",
  interval: "1 day",
  bytea: "\\x00",
};

const literal = (type: string): string => {
  const value = VALUES[type.replace("[]", "")] ?? "1";
  return type.endsWith("[]") ? `array['${value}']::${type}` : `'${value}'`;
};

/** PostgreSQL plans the first five runs of a statement for their values, and then compares. */
const RUNS = 8;
const PLANNED_AT_FIRST = 5;

/** Whether a statement is planned anew at each run. Explaining it plans it like a run, and changes nothing. */
const isPlannedAnew = async (text: string): Promise<boolean> => {
  await client.query("deallocate all");
  await client.query(`prepare it as ${text}`);
  const prepared = "select parameter_types::text[] as types, custom_plans::int as custom from pg_prepared_statements";
  const { rows } = await client.query<{ types: string[]; custom: number }>(prepared);
  const run = `explain execute it(${(rows[0]?.types ?? []).map(literal).join(", ")})`;
  for (let at = 0; at < RUNS; at++) await client.query(run);
  return ((await client.query<{ custom: number }>(prepared)).rows[0]?.custom ?? 0) > PLANNED_AT_FIRST;
};

test("where tables have statistics, no statement that is given rows is planned anew for each call", async () => {
  void appRouter; // what it stands on names its statements
  const given = [...statementTexts].filter(
    ([name, text]) => !name.startsWith("testing.") && /\$\d+::\w+\[\]/.test(text),
  );
  expect(given.length).toBeGreaterThan(50);
  const anew: string[] = [];
  for (const [name, text] of given) if (await isPlannedAnew(text)) anew.push(name);
  // How many bookings lie between two instants is worth a look.
  expect(anew.filter((name) => name !== "bookings.taught_by")).toEqual([]);
});
