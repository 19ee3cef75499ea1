import { statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { joinTexts, textsOf } from "./join-texts.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const selectTexts = statement<{ one: (string | null)[]; other: (string | null)[] }>(
  "test.texts",
  `select ${textsOf("$1", "$3", "$4")} as one, ${textsOf("$2", "$3", "$4")} as other`,
);

/** Both marks, and what is made of them, come often. */
const text = fc.option(fc.string({ unit: fc.constantFrom("\u001e", "\u001f", "a", '"', "\\", "{", "ö", ",") }));
const column = fc.array(text, { minLength: 1, maxLength: 5 });

test("PostgreSQL reads what was joined: any texts, empty ones and nulls, whatever they hold", async () => {
  await fc.assert(
    fc.asyncProperty(column, column, async (one, other) => {
      const { columns, apart, none } = joinTexts([one, other]);
      expect(await database.db.one(selectTexts, [...columns, apart, none])).toEqual({ one, other });
    }),
    { examples: [[[""], [null]]] },
  );
});
