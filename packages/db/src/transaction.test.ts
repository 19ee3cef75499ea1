import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { type Queryable, statement } from "./client.ts";
import { inTransaction, Overtaken, Rollback, type Tx } from "./transaction.ts";
import { DatabaseUnavailable } from "./unavailable.ts";

class Refused extends Rollback {}

let test: TestDatabase;

const create = statement("test.create", "create table counter (id int primary key, n int not null check (n < 100))");
const insert = statement("test.insert", "insert into counter (id, n) values ($1, $2)");
const add = statement("test.add", "update counter set n = n + $2 where id = $1");
const read = statement<{ n: number }>("test.read", "select n from counter where id = $1");
const isInTransaction = statement<{ yes: boolean }>(
  "test.inTransaction",
  "select now() <> statement_timestamp() as yes",
);
const killSelf = statement("test.killSelf", "select pg_terminate_backend(pg_backend_pid())");

const value = async (db: Queryable, id: number) => (await db.maybe(read, [id]))?.n;

beforeAll(async () => {
  test = await testDatabase();
  await test.db.run(create, []);
});
afterAll(() => test.drop());

describe("a transaction", () => {
  it("commits what its work did and returns the work's value", async () => {
    const result = await inTransaction(test.db, async (tx) => {
      await tx.run(insert, [1, 7]);
      expect(await value(test.db, 1)).toBeUndefined();
      return await tx.one(read, [1]);
    });
    expect(result).toEqual({ n: 7 });
    expect(await value(test.db, 1)).toBe(7);
  });

  it("is open before its first statement runs", async () => {
    const { yes } = await inTransaction(test.db, async (tx) => {
      await tx.one(isInTransaction, []);
      return await tx.one(isInTransaction, []);
    });
    expect(yes).toBe(true);
  });

  it("undoes its first statement, too", async () => {
    const refused = await inTransaction(test.db, async (tx) => {
      await tx.run(insert, [2, 1]);
      return new Refused();
    });
    expect(refused).toBeInstanceOf(Refused);
    expect(await value(test.db, 2)).toBeUndefined();
  });

  it("undoes everything when its work throws, and gives the error on", async () => {
    const work = inTransaction(test.db, async (tx) => {
      await tx.run(insert, [3, 1]);
      throw new Error("no");
    });
    await expect(work).rejects.toThrow("no");
    expect(await value(test.db, 3)).toBeUndefined();
  });

  it("refuses to be committed when a statement failed and the work went on", async () => {
    const work = inTransaction(test.db, async (tx) => {
      await tx.run(insert, [4, 1]);
      await tx.run(insert, [4, 1]).catch(() => undefined);
      return "done";
    });
    await expect(work).rejects.toThrow("nothing was committed");
    expect(await value(test.db, 4)).toBeUndefined();
  });

  it("cannot be used once it is over", async () => {
    let kept: Tx | undefined;
    await inTransaction(test.db, async (tx) => {
      kept = tx;
      await tx.run(insert, [5, 1]);
    });
    await expect(kept?.run(insert, [6, 1])).rejects.toThrow("its transaction is over");
  });

  it("joins the transaction it is given: the outer one decides", async () => {
    await inTransaction(test.db, async (tx) => {
      const inner = await inTransaction(tx, async (joined) => {
        await joined.run(insert, [7, 1]);
        return new Refused();
      });
      expect(inner).toBeInstanceOf(Refused);
      expect(await value(tx, 7)).toBe(1);
    });
    expect(await value(test.db, 7)).toBe(1);
  });

  it("runs its work anew, with nothing left of the first run, when that was overtaken", async () => {
    let runs = 0;
    const seen = await inTransaction(test.db, async (tx) => {
      await tx.run(insert, [9, 1]);
      if (++runs === 1) throw new Error("wrapped", { cause: new Overtaken("someone wrote it meanwhile") });
      return await value(tx, 9);
    });
    expect([seen, runs]).toEqual([1, 2]);
  });

  it("answers DatabaseUnavailable when its connection breaks, and the next one works", async () => {
    const work = inTransaction(test.db, async (tx) => {
      await tx.run(insert, [8, 1]);
      await tx.run(killSelf, []);
    });
    await expect(work).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect(await inTransaction(test.db, (tx) => value(tx, 8))).toBeUndefined();
  });

  it("gives its connection back clean, whatever happened in it", async () => {
    const failing = () => inTransaction(test.db, (tx) => tx.run(insert, [1, 1]));
    const outcomes = await Promise.allSettled(Array.from({ length: 40 }, failing));
    expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
    const counts = await Promise.all(Array.from({ length: 40 }, () => inTransaction(test.db, (tx) => value(tx, 1))));
    expect(new Set(counts)).toEqual(new Set([7]));
  });
});

describe("two transactions that deadlock", () => {
  it("both succeed, and the hooks of the attempt that lost never run", async () => {
    await test.db.run(insert, [11, 0]);
    await test.db.run(insert, [12, 0]);
    let attempts = 0;
    const hooks: string[] = [];
    let arrived = 0;
    let open = () => {};
    const bothHoldOne = new Promise<void>((resolve) => (open = resolve));
    const crossing = (name: string, first: number, second: number) =>
      inTransaction(test.db, async (tx) => {
        attempts++;
        tx.afterCommit(() => hooks.push(name));
        await tx.run(add, [first, 1]);
        if (++arrived === 2) open();
        await bothHoldOne;
        await tx.run(add, [second, 1]);
      });
    await Promise.all([crossing("a", 11, 12), crossing("b", 12, 11)]);
    expect(attempts).toBeGreaterThanOrEqual(3);
    expect(hooks.sort()).toEqual(["a", "b"]);
    expect([await value(test.db, 11), await value(test.db, 12)]).toEqual([2, 2]);
  });

  it("give up after five more tries", async () => {
    let attempts = 0;
    const raise = statement("test.raise", "do $$ begin raise exception 'again' using errcode = '40001'; end $$");
    const work = inTransaction(test.db, async (tx) => {
      attempts++;
      await tx.run(raise, []);
    });
    const failure = await work.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DatabaseUnavailable);
    expect(failure).toMatchObject({ cause: { code: "40001" } });
    expect(attempts).toBe(6);
  });
});

describe("a posted statement", () => {
  const insertReturning = statement<{ n: number }>(
    "test.insertReturning",
    "insert into counter (id, n) values ($1, $2) returning n",
  );

  /** A posted statement is never the first. */
  const inBegun = <T>(work: (tx: Tx) => Promise<T>): Promise<T> =>
    inTransaction(test.db, async (tx) => {
      await tx.one(isInTransaction, []);
      return await work(tx);
    });

  it("is committed with the others, and its rows are there before any hook runs", async () => {
    const seen: unknown[] = [];
    await inBegun(async (tx) => {
      tx.afterCommit(() => seen.push("hook"));
      tx.post(insertReturning, [40, 4], (rows) => seen.push(rows));
      tx.post(insertReturning, [41, 5], (rows) => seen.push(rows));
      expect(await value(test.db, 40)).toBeUndefined();
    });
    expect(seen).toEqual([[{ n: 4 }], [{ n: 5 }], "hook"]);
    expect(await value(test.db, 41)).toBe(5);
  });

  it("that fails commits nothing, and its error is thrown instead of COMMIT's", async () => {
    let ran = false;
    const work = inBegun(async (tx) => {
      tx.afterCommit(() => (ran = true));
      await tx.run(insert, [42, 1]);
      tx.post(insert, [42, 1], () => (ran = true));
    });
    await expect(work).rejects.toMatchObject({ code: "23505", statement: "test.insert" });
    expect(ran).toBe(false);
    expect(await value(test.db, 42)).toBeUndefined();
  });

  it("that fails is what the statements behind it fail with", async () => {
    const work = inBegun(async (tx) => {
      tx.post(insert, [43, 1_000], () => undefined);
      await tx.run(insert, [44, 1]);
    });
    await expect(work).rejects.toMatchObject({ code: "23514" });
  });

  it.each(["behind it", "at COMMIT"])(
    "that another transaction overtook has its work done anew, noticed %s",
    async (where) => {
      let attempts = 0;
      const raise = statement(
        "test.postedRaise",
        "do $$ begin raise exception 'again' using errcode = '40001'; end $$",
      );
      const id = where === "at COMMIT" ? 45 : 46;
      await inBegun(async (tx) => {
        if (attempts++ === 0) tx.post(raise, [], () => undefined);
        if (where === "behind it") await tx.run(insert, [id, 1]);
        else tx.post(insert, [id, 1], () => undefined);
      });
      expect(attempts).toBe(2);
      expect(await value(test.db, id)).toBe(1);
    },
  );

  it("is undone with the rest, and cannot come after the end", async () => {
    let late: Tx | undefined;
    await inBegun((tx) => {
      late = tx;
      tx.post(insert, [47, 1], () => undefined);
      return Promise.resolve(new Refused());
    });
    expect(await value(test.db, 47)).toBeUndefined();
    expect(() => late?.post(insert, [47, 1], () => undefined)).toThrow("its transaction is over");
  });

  it("is refused as the first of its transaction", async () => {
    const work = inTransaction(test.db, (tx) => Promise.resolve(tx.post(insert, [49, 1], () => undefined)));
    await expect(work).rejects.toThrow("the first statement of a transaction is waited for");
  });

  it("whose values cannot be written is refused at once", async () => {
    const work = inBegun((tx) => {
      tx.post(insert, [48, { toJSON: () => unwritable() }], () => undefined);
      return Promise.resolve();
    });
    await expect(work).rejects.toThrow("unwritable");
  });
});

const unwritable = (): never => {
  throw new Error("unwritable");
};

describe("a hook for after the commit", () => {
  it("runs once the change is visible to others", async () => {
    let seen: Promise<number | undefined> | undefined;
    await inTransaction(test.db, async (tx) => {
      tx.afterCommit(() => {
        seen = value(test.db, 21);
      });
      await tx.run(insert, [21, 3]);
      expect(seen).toBeUndefined();
    });
    expect(await seen).toBe(3);
  });

  it("does not run after a rollback or a failed COMMIT", async () => {
    let ran = 0;
    await inTransaction(test.db, async (tx) => {
      tx.afterCommit(() => ran++);
      await tx.run(insert, [22, 1]);
      return new Refused();
    });
    const broken = inTransaction(test.db, async (tx) => {
      tx.afterCommit(() => ran++);
      await tx.run(insert, [1, 1]).catch(() => undefined);
    });
    await expect(broken).rejects.toThrow();
    expect(ran).toBe(0);
  });
});
