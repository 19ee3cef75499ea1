import { expect, test } from "vitest";
import { queryable } from "./queryable.ts";
import { statement } from "./statement.ts";

test.each(["many", "maybe", "one"] as const)("after %s, the driver's result holds its rows no longer", async (way) => {
  const result = { rows: [{ id: 1 }], rowCount: 1, command: "SELECT", oid: 0, fields: [] };
  const read = queryable(() => Promise.resolve(result));
  expect([await read[way](statement<{ id: number }>("test.taken", "select 1 as id"), [])].flat()).toEqual([{ id: 1 }]);
  expect(result.rows).toEqual([]);
});
