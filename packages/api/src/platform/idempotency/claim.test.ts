import { randomUUID } from "node:crypto";
import { type CenterId, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newCenter } from "@aviationalley/testing/factories.ts";
import { until } from "@aviationalley/testing/until.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fail, type Failure } from "../../lib/errors.ts";
import { transaction } from "../../lib/transaction.ts";
import { type Claim, claimKey } from "./claim.ts";
import { inTurn } from "./in-turn.ts";
import { type Answer, keepAnswer, keptAnswer } from "./keep.ts";

let database: TestDatabase;
let centerId: CenterId;

beforeAll(async () => {
  database = await testDatabase();
  centerId = await newCenter(database.db);
});
afterAll(() => database.drop());

const answer: Answer = { status: 201, etag: '"1"', location: null, body: "{}" };
const claimOf = (key: string): Claim => ({
  centerId,
  keyId: randomUUID(),
  operation: "POST /api/v1/toys",
  key,
  fingerprint: "f",
});
const waiting = statement<{ count: number }>(
  "test.waiting",
  "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
);
const someoneWaits = () => until(async () => (await database.db.one(waiting, [])).count > 0);

/** A transaction that has claimed and ends as `end` says, while its twin on another node waits for it. */
const meet = async (claim: Claim, end: Answer | Failure, wait?: number) => {
  const claimed = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const first = transaction(database.db, centerId, async (tx) => {
    const mine = await claimKey(tx, claim);
    claimed.resolve();
    await release.promise;
    if ("status" in end) await keepAnswer(tx, claim, end);
    return "status" in end ? mine : end;
  });
  await claimed.promise;
  const twin = transaction(database.db, centerId, async (tx) => {
    const mine = await claimKey(tx, claim, wait);
    return mine === false ? await keptAnswer(tx, claim) : mine;
  });
  if (wait === undefined) await someoneWaits();
  else await twin;
  release.resolve();
  return { first: await first, twin: await twin };
};

describe("twins on two nodes", () => {
  test("the second gets the answer of the first, once that has committed", async () => {
    expect(await meet(claimOf("a"), answer)).toEqual({ first: true, twin: answer });
  });

  test("the second runs itself when the first rolled back", async () => {
    expect((await meet(claimOf("b"), fail("conflict", "no"))).twin).toBe(true);
  });

  test("the second is told to come again when the first takes too long", async () => {
    expect((await meet(claimOf("c"), answer, 50)).twin).toMatchObject({ code: "request_in_progress" });
  });

  test("the wait's bound ends with the claim: the command's own locks are not cut short", async () => {
    const timeout = await transaction(database.db, centerId, async (tx) => {
      await claimKey(tx, claimOf("d"));
      return (await tx.one(showTimeout, [])).timeout;
    });
    expect(timeout).toBe("0");
  });
});

const showTimeout = statement<{ timeout: string }>(
  "test.lock_timeout",
  "select current_setting('lock_timeout') as timeout",
);

describe("twins on one node", () => {
  test("run one after the other, also when one throws; others do not wait", async () => {
    const order: string[] = [];
    const run = (name: string, what: string, end: () => void) =>
      inTurn(name, 1000, async () => {
        order.push(`${what} begins`);
        await Promise.resolve();
        order.push(`${what} ends`);
        end();
      });
    const first = run("one", "1", () => {
      throw new Error("1");
    });
    await Promise.all([
      expect(first).rejects.toThrow("1"),
      run("one", "2", () => undefined),
      run("other", "3", () => undefined),
    ]);
    expect(order).toEqual(["1 begins", "3 begins", "1 ends", "3 ends", "2 begins", "2 ends"]);
  });

  test("give up after their time", async () => {
    const never = Promise.withResolvers<void>();
    const first = inTurn("slow", 1000, () => never.promise);
    expect(await inTurn("slow", 20, () => Promise.resolve("ran"))).toBeUndefined();
    never.resolve();
    await first;
  });
});
