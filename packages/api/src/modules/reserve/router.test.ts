import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { keyContext, memberContext, newCenter, newCrewMember, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOUR_MS, plusMs } from "../../lib/time.ts";
import { transaction } from "../../lib/transaction.ts";
import { createCallerFactory, failureOf } from "../../lib/trpc.ts";
import { assignReserves, type NewReserve } from "./commands/assign.ts";
import { reserveRouter } from "./router.ts";
import { reservePage } from "./schema.ts";

let database: TestDatabase;
let db: Db;
let center: CenterId;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  center = await newCenter(db);
});
afterAll(() => database.drop());

const hours = (count: number): string => plusMs(new Date().toISOString(), count * HOUR_MS);
const draft = async (change: Partial<NewReserve> = {}, centerId = center): Promise<NewReserve> => ({
  crewMemberId: (await newCrewMember(db, centerId, { role: "CAPTAIN" })).id,
  type: "SHORT_CALL",
  windowStart: hours(1),
  windowEnd: hours(9),
  ...change,
});
const brought = (drafts: readonly NewReserve[], centerId: CenterId) =>
  transaction(db, centerId, (tx) => assignReserves(tx, drafts), "import");

describe("the list", () => {
  const call = createCallerFactory(reserveRouter);

  test("gives the windows that overlap a range, whatever its length and the filters beside it", async () => {
    const own = await newCenter(db);
    const day = 24 * HOUR_MS;
    const T0 = Date.parse("2026-03-01T00:00:00.000Z");
    const at = (ms: number) => new Date(T0 + ms).toISOString();
    const drafts = await Promise.all(
      Array.from({ length: 60 }, async (_, n) =>
        draft(
          {
            type: n % 3 === 0 ? "LONG_CALL" : "SHORT_CALL",
            windowStart: at(n * 2 * day),
            windowEnd: at(n * 2 * day + (n % 3 === 0 ? (n % 30) * day + HOUR_MS : 8 * HOUR_MS)),
            status: "RELEASED",
            releasedAt: at(n * 2 * day),
          },
          own,
        ),
      ),
    );
    const rows = (await brought(drafts, own)).map((row) => ok(row));
    const reader = call(keyContext(db, own, "reserve:read"));
    const ends = [
      undefined,
      at(-9 * day),
      at(0),
      at(3.3 * day),
      at(10 * day),
      at(55 * day + 1),
      at(61 * day),
      at(200 * day),
    ];
    for (const from of ends)
      for (const to of ends) {
        const wanted = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
        for (const type of [undefined, ["LONG_CALL" as const]]) {
          const { data } = reservePage.parse(await reader.list({ ...wanted, limit: 200, ...(type ? { type } : {}) }));
          const overlapping = rows
            .filter((row) => (from === undefined || row.windowEnd > from) && (to === undefined || row.windowStart < to))
            .filter(() => from === undefined || to === undefined || from < to)
            .filter((row) => !type || type.includes("LONG_CALL") === (row.type === "LONG_CALL"))
            .map(({ id }) => id)
            .toSorted()
            .toReversed();
          expect(
            data.map(({ id }) => id),
            JSON.stringify([from, to, type]),
          ).toEqual(overlapping);
        }
      }
  });

  test("is read with reserve:read, and changed by dispatchers and admins", async () => {
    const refusal = (attempt: Promise<unknown>) =>
      attempt.then(
        () => "nothing",
        (error: unknown) => failureOf(error)?.code,
      );
    expect(await refusal(call(keyContext(db, center, "crew:read")).list({}))).toBe("insufficient_scope");
    expect(await refusal(call(memberContext(db, center, "INSTRUCTOR")).assign(await draft()))).toBe(
      "insufficient_role",
    );
    const dispatcher = call(memberContext(db, center, "DISPATCHER"));
    const row = await dispatcher.assign(await draft());
    await dispatcher.recordAttempt({ id: row.id, method: "SMS", outcome: "UNREACHABLE" });
    await dispatcher.noContact({ id: row.id });
    await dispatcher.callOut({ id: row.id, reportAt: hours(2), dutyEndsAt: hours(3) });
    const released = await dispatcher.release({ id: row.id });
    expect(await dispatcher.get({ id: row.id })).toEqual(released);
    const { data } = reservePage.parse(
      await dispatcher.list({ crewMemberId: row.crewMember.id, status: ["RELEASED"] }),
    );
    expect(data).toEqual([released]);
  });
});
