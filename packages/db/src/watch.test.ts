import { openProxy, type Proxy } from "@aviationalley/testing/proxy.ts";
import { until } from "@aviationalley/testing/until.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DatabaseUnavailable, type Db, openDatabase, statement } from "./client.ts";
import { inTransaction } from "./transaction.ts";

let database: TestDatabase;
let proxy: Proxy;
let db: Db;

const create = statement("watch.create", "create table notes (text text not null)");
const insert = statement("watch.insert", "insert into notes values ($1)");
const texts = statement<{ text: string }>("watch.texts", "select text from notes order by text");
const sleep = statement("watch.sleep", "select pg_sleep($1::float8)");
const probes = statement<{ n: number }>(
  "watch.probes",
  "select count(*)::int as n from pg_stat_activity where datname = current_database() and query = 'select 1'",
);

beforeAll(async () => {
  database = await testDatabase();
  await database.db.run(create, []);
  const { hostname, port } = new URL(database.url);
  proxy = await openProxy(Number(port || 5432), hostname);
  // Statements of a whole minute: what ends the waiting below is not the bound on a statement.
  const url = database.url.replace(/@[^/]*/, `@127.0.0.1:${proxy.port}`);
  db = openDatabase({ url, statementTimeout: 60_000, maxConnections: 2 });
});
afterAll(async () => {
  await db.close();
  await proxy.close();
  await database.drop();
});

describe("a server that is there and says nothing any more", () => {
  test("is given up while statements, transactions and their queue wait for it, and taken back when it speaks", async () => {
    await Promise.all([db.many(texts, []), inTransaction(db, (tx) => tx.run(insert, ["before"]))]);
    const inMiddle = Promise.withResolvers<void>();
    const frozen = Promise.withResolvers<void>();
    const half = inTransaction(db, async (tx) => {
      await tx.run(insert, ["half"]);
      inMiddle.resolve();
      await frozen.promise;
      await tx.run(insert, ["the other half"]);
    });
    await inMiddle.promise;
    proxy.stall();
    frozen.resolve();
    const asked = [
      half,
      db.many(texts, []),
      ...["x", "y", "z"].map((text) => inTransaction(db, (tx) => tx.run(insert, [text]))),
    ];
    for (const outcome of await Promise.allSettled(asked))
      expect(outcome).toMatchObject({ status: "rejected", reason: expect.any(DatabaseUnavailable) });
    await expect(db.many(texts, [])).rejects.toThrow("it does not answer");
    await expect(inTransaction(db, (tx) => tx.many(texts, []))).rejects.toThrow("it does not answer");
    proxy.heal();
    await until(() => db.many(texts, []));
    await inTransaction(db, (tx) => tx.run(insert, ["after"]));
    expect(await db.many(texts, [])).toEqual([{ text: "after" }, { text: "before" }]);
  });
});

test("a server that takes long over a statement, and answers others, is let finish", async () => {
  const beyondPatience = db.run(sleep, [5]);
  await until(async () => (await database.db.one(probes, [])).n > 0);
  expect(await beyondPatience).toBe(1);
  await until(async () => (await database.db.one(probes, [])).n === 0);
});
