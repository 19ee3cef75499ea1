import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { statement } from "./client.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const elements = statement<{ value: string | null }>(
  "test.elements",
  "select value from unnest($1::text[]) with ordinality as element (value, place) order by place",
);

test("every text comes through an array as it is", async () => {
  const texts = [
    "",
    " ",
    "NULL",
    null,
    "plain, {braced}",
    String.raw`{"quoted":"a \"word\" and a \\ stroke"}`,
    String.raw`\n is no line end`,
    'a "line"\nand\ta tab',
    'ö "Ü" 😀 \\',
    '\u007f"\u0001"',
  ];
  const rows = await database.db.many(elements, [texts]);
  expect(rows.map(({ value }) => value)).toEqual(texts);
});
