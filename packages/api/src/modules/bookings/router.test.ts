import { type Db, statement } from "@aviationalley/db/client.ts";
import { newBooking, newCrewMember, newSimulator, newTrainee, ok } from "@aviationalley/testing/factories.ts";
import { startServer, type TestServer } from "@aviationalley/testing/server.ts";
import { until } from "@aviationalley/testing/until.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HOUR_MS } from "../../lib/time.ts";
import { transaction } from "../../lib/transaction.ts";
import { createBookings } from "./commands/create.ts";
import { booking, bookingPage } from "./schema.ts";

let server: TestServer;
let db: Db;
let token: string;

beforeAll(async () => {
  server = await startServer();
  ({ db } = server.database);
  token = server.issue();
});
afterAll(() => server.close());

const ahead = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString();

const draft = async () => ({
  simulatorId: (await newSimulator(db, server.centerId)).id,
  trainees: [],
  startsAt: ahead(24),
  endsAt: ahead(26),
  sessionType: "TRAINING" as const,
});

const listed = async (query: string): Promise<string[]> =>
  bookingPage.parse((await server.api(token).get(`/api/v1/bookings?${query}`)).body).data.map(({ id }) => id);

const waiting = statement<{ count: number }>(
  "test.waiting",
  "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
);

test("ids are taken in upper case wherever they stand, and served as they are kept", async () => {
  const { centerId } = server;
  const trainee = await newTrainee(db, centerId);
  const [first, second] = [await newCrewMember(db, centerId), await newCrewMember(db, centerId)];
  const wanted = await draft();
  const made = await server.api(token).post("/api/v1/bookings", {
    ...wanted,
    simulatorId: wanted.simulatorId.toUpperCase(),
    trainees: [{ id: trainee.id.toUpperCase(), seat: "LEFT" }],
    instructorId: first.id.toUpperCase(),
  });
  expect(made).toMatchObject({
    status: 201,
    body: { simulator: { id: wanted.simulatorId }, trainees: [{ id: trainee.id }], instructor: { id: first.id } },
  });
  const { id } = booking.parse(made.body);
  const change = { instructorId: second.id.toUpperCase() };
  expect(await server.api(token).patch(`/api/v1/bookings/${id.toUpperCase()}`, change)).toMatchObject({
    status: 200,
    body: { id, version: 2, instructor: { id: second.id } },
  });
  expect(await listed(`id=${id},${id.toUpperCase()}`)).toEqual([id]);
  expect(await listed(`traineeId=${trainee.id.toUpperCase()}`)).toEqual([id]);
});

test("sessions are found by who is trained in them with traineeId, by who teaches with instructorId", async () => {
  const { centerId } = server;
  const [trainee, instructor] = [await newTrainee(db, centerId), await newCrewMember(db, centerId)];
  const { id } = await newBooking(db, centerId, {
    trainees: [{ id: trainee.id, seat: "LEFT" }],
    instructorId: instructor.id,
  });
  expect(await listed(`traineeId=${trainee.id}`)).toEqual([id]);
  expect(await listed(`instructorId=${instructor.id}`)).toEqual([id]);
  expect(await listed(`traineeId=${instructor.id}`)).toEqual([]);
  expect(await listed(`instructorId=${trainee.id}`)).toEqual([]);
});

test.each([
  ["a POST", "POST", {}],
  ["a POST with an Idempotency-Key", "POST", { "idempotency-key": "twice-1" }],
  ["a PATCH", "PATCH", {}],
  ["a PATCH with an Idempotency-Key", "PATCH", { "idempotency-key": "twice-2" }],
] as const)(
  "%s whose reference another request is just taking is told by which booking",
  async (name, method, headers) => {
    const externalRef = `Taken by ${name}`;
    const own = method === "PATCH" ? await newBooking(db, server.centerId) : undefined;
    const [mine, theirs] = [await draft(), await draft()];
    const answers: ReturnType<ReturnType<TestServer["api"]>["post"]>[] = [];
    const held = await transaction(db, server.centerId, async (tx) => {
      const [made] = await createBookings(tx, [{ ...theirs, externalRef }]);
      const api = server.api(token);
      answers.push(
        own
          ? api.patch(`/api/v1/bookings/${own.id}`, { externalRef }, headers)
          : api.post("/api/v1/bookings", { ...mine, externalRef }, headers),
      );
      await until(async () => (await db.one(waiting, [])).count > 0);
      if (!made) throw new Error("A batch of one has one outcome.");
      return ok(made);
    });
    const [answer] = await Promise.all(answers);
    expect(answer).toMatchObject({ status: 409, body: { code: "duplicate_reference", conflictingId: held.id } });
  },
);
