import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { until } from "@aviationalley/testing/until.ts";
import { prepareBegin } from "./begin.ts";
import { DatabaseUnavailable, openDatabase, statement } from "./client.ts";
import { openSession } from "./session.ts";
import { parseTarget } from "./target.ts";
import { inTransaction } from "./transaction.ts";
import { asUnavailable, errorCode } from "./unavailable.ts";

let test: TestDatabase;

const echo = statement<{ value: string }>("test.echo", "select $1::text as value");
const divide = statement<{ value: number }>("test.divide", "select 1 / $1::int as value");
const missing = statement("test.missing", "select * from no_such_table where id = $1");
const sleep = statement("test.sleep", "select pg_sleep($1::float8)");
const killOthers = statement(
  "test.killOthers",
  "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
);

beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.drop());

describe("single statements on shared connections", () => {
  it("answer each caller with its own rows", async () => {
    const asked = Array.from({ length: 500 }, (_, n) => String(n));
    const answers = await Promise.all(asked.map((value) => test.db.one(echo, [value])));
    expect(answers.map(({ value }) => value)).toEqual(asked);
  });

  it("do not suffer from a neighbour that fails, at run time or already in its text", async () => {
    const lonely = openDatabase({ url: test.url, lanes: 1 });
    const outcomes = await Promise.allSettled([
      lonely.one(divide, [1]),
      lonely.one(divide, [0]),
      lonely.run(missing, [1]),
      lonely.run(missing, [1]),
      lonely.one(divide, ["x"]),
      lonely.one(divide, [1]),
      lonely.one(echo, ["last"]),
    ]);
    const said = outcomes.map((outcome) => (outcome.status === "fulfilled" ? "fulfilled" : errorCode(outcome.reason)));
    expect(said).toEqual(["fulfilled", "22012", "42P01", "42P01", "22P02", "fulfilled", "fulfilled"]);
    await lonely.close();
  });

  it("do not queue behind a slow one while another connection is free", async () => {
    const slow = test.db.run(sleep, [1]);
    const started = performance.now();
    for (let n = 0; n < 50; n++) await test.db.one(echo, [n]);
    expect(performance.now() - started).toBeLessThan(900);
    await slow;
  });

  it("fail with DatabaseUnavailable when their connection breaks, and work again at once after", async () => {
    const broken = openDatabase({ url: test.url, lanes: 1 });
    await broken.one(echo, ["first"]);
    const flying = [broken.run(sleep, [5]), broken.one(echo, ["behind"])];
    const settled = Promise.allSettled(flying);
    await until(() => test.db.run(killOthers, []));
    for (const outcome of await settled) {
      expect(outcome).toMatchObject({ status: "rejected", reason: expect.any(DatabaseUnavailable) });
    }
    await until(async () => (await broken.one(echo, ["again"])).value === "again");
    await broken.close();
  });

  it("give one row, or say how many there were", async () => {
    const many = statement("test.manyRows", "select generate_series(1, $1::int) as n");
    await expect(test.db.one(many, [2])).rejects.toThrow("test.manyRows: expected one row, got 2");
    await expect(test.db.one(many, [0])).rejects.toThrow("expected one row, got 0");
    expect(await test.db.maybe(many, [0])).toBeUndefined();
    expect(await test.db.run(many, [3])).toBe(3);
  });
});

describe("a migration under running nodes", () => {
  it("that changes what prepared statements return fails none of them", async () => {
    const all = statement<{ a: number; b?: number }>("test.star", "select * from grows");
    await test.db.run(statement("test.makeGrows", "create table grows (a int)"), []);
    await test.db.run(statement("test.fillGrows", "insert into grows values (1)"), []);
    const both = () => Promise.all([test.db.one(all, []), inTransaction(test.db, (tx) => tx.one(all, []))]);
    expect(await both()).toEqual([{ a: 1 }, { a: 1 }]);
    await test.db.run(statement("test.alterGrows", "alter table grows add b int default 2"), []);
    expect(await both()).toEqual([
      { a: 1, b: 2 },
      { a: 1, b: 2 },
    ]);
  });
});

describe("columns", () => {
  it("arrive as text where a JavaScript value would lose something or cost too much", async () => {
    const types = statement(
      "test.types",
      `select '2026-05-31 16:03:22.5+02'::timestamptz as instant, '2026-05-31'::date as day,
              '{"a": 1}'::jsonb as doc, 1.10::numeric as amount, 42::int8 as big, array['a', null, 'b"c'] as words,
              array['2026-05-31'::date] as days, true as yes, '2 hours'::interval as span`,
    );
    expect(await test.db.one(types, [])).toEqual({
      instant: "2026-05-31 14:03:22.5+00",
      day: "2026-05-31",
      doc: '{"a": 1}',
      amount: "1.10",
      big: 42,
      words: ["a", null, 'b"c'],
      days: ["2026-05-31"],
      yes: true,
      span: "02:00:00",
    });
  });

  it("refuse an int8 that a number cannot hold", async () => {
    const big = statement("test.big", "select 9007199254740993::int8 as n");
    await expect(test.db.one(big, [])).rejects.toThrow("safe integer");
  });
});

describe("parameters", () => {
  it("travel unchanged", async () => {
    const text = statement<{ value: string }>("test.array", "select ($1::text[])[1] as value");
    for (const value of ["", "NULL", 'a"b\\c', "{x,y}", "it's", "ø€😀"]) {
      expect((await test.db.one(text, [[value]])).value).toBe(value);
      expect((await test.db.one(echo, [value])).value).toBe(value);
    }
    expect((await test.db.one(text, [[null]])).value).toBeNull();
    const doc = statement<{ value: string }>("test.doc", "select $1::jsonb->>'a' as value");
    expect((await test.db.one(doc, [{ a: "b" }])).value).toBe("b");
  });

  it("that cannot be sent do not hurt the statement's later uses", async () => {
    const loop: Record<string, unknown> = {};
    loop["self"] = loop;
    await expect(test.db.one(echo, [loop])).rejects.toThrow(TypeError);
    await expect(test.db.one(echo, ["a\0b"])).rejects.toSatisfy((error) => errorCode(error) === "22021");
    expect((await test.db.one(echo, ["fine"])).value).toBe("fine");
  });
});

describe("a database that cannot be reached", () => {
  it("is DatabaseUnavailable, with the host and the reason but never the password", async () => {
    const away = openDatabase({ url: "postgres://someone:hush@127.0.0.1:1,127.0.0.1:2/name" });
    const failure = await away.one(echo, ["x"]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DatabaseUnavailable);
    expect(String(failure)).toContain("127.0.0.1:1,127.0.0.1:2/name: connect ECONNREFUSED 127.0.0.1:1");
    const { inspect } = await import("node:util");
    expect(inspect(failure, { depth: 10 })).not.toContain("hush");
    await away.close();
  });

  it("is found behind a host that is down", async () => {
    const some = openDatabase({ url: test.url.replace("@", "@127.0.0.1:1,") });
    expect((await some.one(echo, ["x"])).value).toBe("x");
    await some.close();
  });

  it("is one that takes no writes, unless that is what was asked for", async () => {
    const standby = await testDatabase();
    const { url } = standby;
    await standby.db.run(
      statement(
        "test.readOnly",
        "do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$",
      ),
      [],
    );
    const writer = openDatabase({ url });
    await expect(writer.one(echo, ["x"])).rejects.toThrow("it is a read-only standby");
    const reader = openDatabase({ url: `${url}?target_session_attrs=any` });
    expect((await reader.one(echo, ["x"])).value).toBe("x");
    await Promise.all([writer.close(), reader.close(), standby.drop()]);
  });

  it("is one that is told to take no writes while we use it, in transactions as outside of them", async () => {
    const told = await testDatabase();
    const session = openDatabase({ url: told.url, lanes: 1, maxConnections: 1 });
    await session.run(statement("test.makeKept", "create table kept (a int)"), []);
    const insert = statement("test.keep", "insert into kept values (1)");
    const setReadOnly = statement("test.setReadOnly", "set default_transaction_read_only = on");
    await session.run(setReadOnly, []);
    await inTransaction(session, (tx) => tx.run(setReadOnly, []));
    await expect(inTransaction(session, (tx) => tx.run(insert, []))).rejects.toThrow(DatabaseUnavailable);
    await expect(session.run(insert, [])).rejects.toThrow(DatabaseUnavailable);
    // A session that was refused is replaced, so what the server takes again is taken at once.
    await until(() => session.run(insert, []));
    await until(() => inTransaction(session, (tx) => tx.run(insert, [])));
    await Promise.all([session.close(), told.drop()]);
  });

  it.each(["53100", "53200", "57014"])(
    "is one that fails a statement with %s for want of means or time",
    async (code) => {
      const failing = statement(
        `test.fail.${code}`,
        `do $$ begin raise exception 'no' using errcode = '${code}'; end $$`,
      );
      await expect(test.db.run(failing, [])).rejects.toThrow(DatabaseUnavailable);
      await expect(inTransaction(test.db, (tx) => tx.run(failing, []))).rejects.toThrow(DatabaseUnavailable);
      expect((await test.db.one(echo, ["after"])).value).toBe("after");
    },
  );

  it("is one that breaks a new connection before its first transaction", async () => {
    const session = { target: parseTarget(test.url), applicationName: "test", statementTimeout: 0 };
    const client = await openSession(session);
    const ended = new Promise<void>((resolve) => void client.once("end", resolve));
    await test.db.run(killOthers, []);
    await ended;
    await expect(prepareBegin(client)).rejects.toThrow(DatabaseUnavailable);
  });

  it("is one to which this process can open no connection, having no file descriptor left", () => {
    const full = Object.assign(new Error("connect EMFILE 127.0.0.1:5432"), { code: "EMFILE" });
    expect(asUnavailable(full)).toBeInstanceOf(DatabaseUnavailable);
  });

  it("is a plain error when its URL is malformed, without the password", () => {
    expect(() => openDatabase({ url: "mysql://a:hush@b/c" })).toThrow(/^the database URL must look like/);
  });
});

describe("statements", () => {
  it("have one name each", () => {
    expect(() => statement("test.echo", "select 2")).toThrow('two statements are named "test.echo"');
    expect(() => statement("x".repeat(64), "select 1")).toThrow("63");
  });
});
