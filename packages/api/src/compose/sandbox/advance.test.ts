import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { memberContext, newAircraft, newCrewMember, newTwins, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TIMED_JOBS } from "../../cron.ts";
import { tickCenter, type TimedJob } from "../../lib/jobs.ts";
import { DAY_MS, HOUR_MS, type Instant, localDate, plusDays, plusMs, startOfDay } from "../../lib/time.ts";
import { transaction } from "../../lib/transaction.ts";
import { createCallerFactory } from "../../lib/trpc.ts";
import { advanceClock } from "../../modules/centers/commands/clock.ts";
import { findCenter } from "../../modules/centers/queries/centers.ts";
import { createItem } from "../../modules/compliance/commands/create.ts";
import { openDeferral } from "../../modules/mel/commands/create.ts";
import { assignReserve } from "../../modules/reserve/commands/assign.ts";
import { listAuditEntries } from "../../platform/audit/reads.ts";
import { auditFilters } from "../../platform/audit/schema.ts";
import { resetSandbox } from "./reset.ts";
import { sandboxRouter } from "./router.ts";

const DENVER = "America/Denver";
const operator = { actor: { kind: "operator" }, address: null } as const;

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.drop());

interface Told {
  type: string;
  subject: string;
  object: Record<string, unknown>;
}
const eventsQuery = statement<{ type: string; subject: string; data: string }>(
  "test.sandbox_events",
  "select type, subject_id as subject, data from events where center_id = $1 order by id",
);
const eventsOf = async (center: CenterId): Promise<Told[]> =>
  (await db.many(eventsQuery, [center])).map(({ type, subject, data }) => ({
    type,
    subject,
    object: (JSON.parse(data) as Pick<Told, "object">).object,
  }));

/** What ten days hold, of three nouns, and when each thing is due. */
const plan = async (center: CenterId, start: Instant): Promise<readonly (readonly [Instant, string, string])[]> => {
  const inDays = (days: number): Instant => plusMs(start, days * DAY_MS);
  const deferral = async (days: number): Promise<string> => {
    const { id: aircraftId } = await newAircraft(db, center);
    const interval = { value: 100, unit: "HOURS" } as const;
    const draft = { aircraftId, melItem: "34-11-01", title: "Pitot heat", category: "A", interval } as const;
    return ok(await openDeferral(db, center, { ...draft, expiresAt: inDays(days) })).id;
  };
  const reserve = async (days: number): Promise<string> => {
    const { id: crewMemberId } = await newCrewMember(db, center, { role: "CAPTAIN" });
    const window = { windowStart: plusMs(inDays(days), -8 * HOUR_MS), windowEnd: inDays(days) };
    return ok(await assignReserve(db, center, { crewMemberId, type: "SHORT_CALL", ...window })).id;
  };
  const [short, long, early, late] = [await deferral(5.1), await deferral(11), await reserve(3.3), await reserve(7.7)];
  const dueOn = plusDays(localDate(start, DENVER), 6);
  const { id: item } = ok(
    await createItem(db, center, { title: "NSP evaluation", category: "NSP", dueOn, leadDays: 4 }),
  );
  const due = [
    [inDays(3.1), short, "mel.deferral.expiring"],
    [inDays(3.3), early, "reserve.released"],
    [inDays(5.1), short, "mel.deferral.expired"],
    [inDays(7.7), late, "reserve.released"],
    [inDays(9), long, "mel.deferral.expiring"],
    [startOfDay(plusDays(dueOn, -4), DENVER), item, "compliance.item.due_soon"],
    [startOfDay(plusDays(dueOn, 1), DENVER), item, "compliance.item.overdue"],
  ] as const;
  return due.toSorted(([one], [other]) => (one < other ? -1 : 1));
};

const newSandbox = async () => {
  const { liveId, sandboxId } = await newTwins(db, { timezone: DENVER });
  const { now } = await findCenter(db, sandboxId);
  return { liveId, sandboxId, now };
};

/** The jobs, and what the clock showed to each that moved something. */
const watched = () => {
  const seen: { now: Instant; due: Instant }[] = [];
  const jobs = TIMED_JOBS.map<TimedJob>((job) => ({
    ...job,
    work: async (tx, upTo, limit) => {
      const moved = await job.work(tx, upTo, limit);
      if (moved > 0) seen.push({ now: tx.now, due: upTo });
      return moved;
    },
  }));
  return { jobs, seen };
};

describe("ten days ahead", () => {
  test("fire in order what those days would have fired, each while the clock shows its very instant", async () => {
    const { sandboxId, now } = await newSandbox();
    const due = await plan(sandboxId, now);
    const before = (await eventsOf(sandboxId)).length;
    const to = plusMs(now, 10 * DAY_MS);
    const { jobs, seen } = watched();
    const center = ok(await advanceClock(db, operator, sandboxId, to, jobs));
    expect(center.now >= to && center.now < plusMs(to, HOUR_MS)).toBe(true);

    const told = (await eventsOf(sandboxId)).slice(before);
    expect(told.map(({ subject, type }) => [subject, type])).toEqual(due.map(([, subject, type]) => [subject, type]));
    expect(seen).toEqual(due.map(([instant]) => ({ now: instant, due: instant })));
    const releases = told.filter(({ type }) => type === "reserve.released").map(({ object }) => object["releasedAt"]);
    expect(releases).toEqual(due.filter(([, , type]) => type === "reserve.released").map(([instant]) => instant));
    expect(await tickCenter(db, sandboxId, TIMED_JOBS)).toBe(0);

    const audit = ok(await listAuditEntries(db, sandboxId, auditFilters.parse({}), true));
    expect(audit.toValue()).toMatchObject({
      data: [{ action: "sandbox.clock_advanced", detail: { to }, actor: { kind: "operator" } }],
    });
  });

  test("fire the same while nodes look for what is due all the time, and while two people move the clock", async () => {
    const { sandboxId, now } = await newSandbox();
    const due = await plan(sandboxId, now);
    const before = (await eventsOf(sandboxId)).length;
    let moving = true;
    const node = async (): Promise<void> => {
      while (moving) await tickCenter(db, sandboxId, TIMED_JOBS);
    };
    const nodes = [node(), node(), node()];
    const to = plusMs(now, 10 * DAY_MS);
    const moves = [to, plusMs(to, -DAY_MS)].map((one) => advanceClock(db, operator, sandboxId, one, TIMED_JOBS));
    await Promise.all(moves).finally(() => (moving = false));
    await Promise.all(nodes);
    const told = (await eventsOf(sandboxId)).slice(before);
    expect(told.map(({ subject, type }) => [subject, type])).toEqual(due.map(([, subject, type]) => [subject, type]));
  });

  test("wait for a row that someone works on, so that nothing overtakes it", async () => {
    const { sandboxId, now } = await newSandbox();
    const due = await plan(sandboxId, now);
    const before = (await eventsOf(sandboxId)).length;
    const [, firstReserve] = due.find(([, , type]) => type === "reserve.released") ?? [];
    const lock = statement<never>("test.lock_reserve", "select from reserve_assignments where id = $1 for update");
    const free = Promise.withResolvers<void>();
    const held = Promise.withResolvers<void>();
    const holding = transaction(db, sandboxId, async (tx) => {
      await tx.run(lock, [firstReserve]);
      held.resolve();
      await free.promise;
    });
    await held.promise;
    const { jobs, seen } = watched();
    const patient = jobs.map<TimedJob>((job) => ({
      ...job,
      work: async (tx, upTo, limit) => {
        const moved = await job.work(tx, upTo, limit);
        if (moved === 0) free.resolve();
        return moved;
      },
    }));
    ok(await advanceClock(db, operator, sandboxId, plusMs(now, 10 * DAY_MS), patient));
    await holding;
    expect(seen.map(({ due: instant }) => instant)).toEqual(due.map(([instant]) => instant));
    expect((await eventsOf(sandboxId)).length - before).toBe(due.length);
  });
});

test("a sandbox's clock never moves back, and ends where the sandbox is reset meanwhile", async () => {
  const { sandboxId, now } = await newSandbox();
  await plan(sandboxId, now);
  expect(await advanceClock(db, operator, sandboxId, plusMs(now, -1), TIMED_JOBS)).toMatchObject({ code: "conflict" });
  const resetting = TIMED_JOBS.map<TimedJob>((job) => ({ ...job, work: () => Promise.resolve(0) }));
  const moving = advanceClock(db, operator, sandboxId, plusMs(now, 10 * DAY_MS), resetting);
  const clock = async () => (await findCenter(db, sandboxId)).clockOffsetSeconds;
  await expect.poll(clock, { interval: 20 }).toBeGreaterThan(0);
  ok(await resetSandbox(db, operator, sandboxId, async () => {}));
  expect(await moving).toMatchObject({ code: "conflict", detail: expect.stringContaining("reset") });
  expect(await clock()).toBe(0);
});

test("the console moves a sandbox's clock for OWNER and ADMIN, and no live one", async () => {
  const { liveId, sandboxId, now } = await newSandbox();
  await plan(sandboxId, now);
  const as = (center: CenterId, role: "OWNER" | "ADMIN" | "DISPATCHER") =>
    createCallerFactory(sandboxRouter)(memberContext(db, center, role));
  const to = plusMs(now, 4 * DAY_MS);
  await expect(as(sandboxId, "DISPATCHER").advanceClock({ to })).rejects.toThrow("ADMIN");
  await expect(as(liveId, "OWNER").advanceClock({ to })).rejects.toThrow("live center");
  expect((await as(sandboxId, "ADMIN").advanceClock({ to })).now >= to).toBe(true);
  expect((await eventsOf(sandboxId)).map(({ type }) => type)).toContain("reserve.released");
  expect((await findCenter(db, liveId)).clockOffsetSeconds).toBe(0);
});
