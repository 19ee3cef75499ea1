import { statement } from "@aviationalley/db/client.ts";
import { newBooking, newSimulator, newTrainee } from "@aviationalley/testing/factories.ts";
import { fuzzRuns } from "@aviationalley/testing/fuzz-runs.ts";
import { sendBytes } from "@aviationalley/testing/raw-http.ts";
import { ROWS } from "@aviationalley/testing/rows.ts";
import { startServer, type TestServer } from "@aviationalley/testing/server.ts";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ERRORS } from "../lib/errors.ts";
import { HOUR_MS } from "../lib/time.ts";
import { appRouter } from "../root.ts";
import { type Known, requestOf } from "./nasty.fixture.ts";
import { problem } from "./openapi/problem.ts";
import { operationsOf } from "./walk.ts";

/** Requests in all, over the operations: `FUZZ_RUNS=20000 npm test -- fuzz` looks longer. */
const { runs, isUsual } = fuzzRuns(2_000);
const operations = operationsOf(appRouter);

let server: TestServer;
let known: (method: string) => Known;
let token: string;

/** All that a write could leave behind, and that nothing but a write may change. */
const state = statement<{ state: string }>(
  "fuzz.state",
  `select concat_ws(' ', (select md5(string_agg(document::text, '' order by id)) from bookings),
     (select count(*) from events), (select count(*) from idempotency_records), (select count(*) from audit_log),
     (select count(*) from trainees), (select count(*) from simulators)) as state`,
);
/** A booking and its event are one change; what is claimed by an idempotency key is whole. */
const torn = statement<{ torn: number }>(
  "fuzz.torn",
  `select (select count(*) from bookings b where not exists (select from events e where e.subject_id = b.id))::int
        + (select count(*) from idempotency_records where body is null or status not between 200 and 299)::int as torn`,
);

beforeAll(async () => {
  server = await startServer();
  const { database, centerId, sandboxId } = server;
  const { db } = database;
  for (const { name } of operations) if (name.endsWith(".list")) await ROWS[name]?.make(db, centerId);
  const [{ id: simulatorId }, trainee] = [await newSimulator(db, centerId), await newTrainee(db, centerId)];
  const [own, foreign] = [await newBooking(db, centerId), await newBooking(db, sandboxId)];
  token = server.issue();
  const booking = { simulatorId, trainees: [{ id: trainee.id, seat: "LEFT" }], sessionType: "TRAINING" };
  known = (method) => {
    const day = method === "POST" ? 20 : 30; // apart, or what the first makes would stand in the way of the second
    const [startsAt, endsAt] = [0, 2].map((hours) => new Date(Date.now() + (day * 24 + hours) * HOUR_MS).toISOString());
    return { token, ids: [own.id, own.id, foreign.id], body: { ...booking, startsAt, endsAt } };
  };
});
afterAll(() => server.close());

test.each(operations.map((operation) => [`${operation.meta.method} ${operation.meta.path}`, operation] as const))(
  "%s answers whatever it is sent by what it promises, and keeps nothing of what it refuses",
  async (_, operation) => {
    const { db } = server.database;
    let before = (await db.one(state, [])).state;
    let answered = 0;
    await fc.assert(
      fc.asyncProperty(requestOf(operation, known(operation.meta.method)), async (bytes) => {
        const { status, headers, body } = await sendBytes(server.origin, bytes);
        expect(status).toBeLessThan(500);
        expect(headers.get("x-request-id")).toMatch(/^[A-Za-z0-9._-]{1,128}$/);
        expect(headers.has("x-injected")).toBe(false);
        const after = (await db.one(state, [])).state;
        if (status >= 200 && status < 400) answered++;
        else {
          expect(headers.get("content-type")).toBe("application/problem+json");
          const { code, status: said } = problem.parse(JSON.parse(body));
          expect([said, ERRORS[code].status]).toEqual([status, status]);
          expect(body).not.toContain(token);
          expect(after).toBe(before);
        }
        if (operation.meta.method === "GET") expect(after).toBe(before);
        before = after;
      }),
      { numRuns: Math.ceil(runs / operations.length), ...(isUsual ? { seed: 4711 } : {}) },
    );
    // Not all of it may fail at the gate.
    expect(answered).toBeGreaterThan(0);
    expect((await db.one(torn, [])).torn).toBe(0);
    expect(server.log.filter((line) => /"level":[56]0/.test(line))).toEqual([]);
  },
  600_000,
);
