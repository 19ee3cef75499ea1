import { type CenterId, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { keyContext, memberContext, newCenter, newCrewMember } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createCallerFactory, failureOf } from "../../lib/trpc.ts";
import { datRouter } from "./router.ts";
import { datTestFilters, datTestPage } from "./schema.ts";

const call = createCallerFactory(datRouter);

let database: TestDatabase;
let center: CenterId;

beforeAll(async () => {
  database = await testDatabase();
});
beforeEach(async () => {
  center = await newCenter(database.db);
});
afterAll(() => database.drop());

const der = () => call(memberContext(database.db, center, "DER"));
const list = async (scopes: readonly string[], filters: Record<string, unknown> = {}) =>
  datTestPage.parse(await call(keyContext(database.db, center, ...scopes)).list(datTestFilters.parse(filters)));
const plain = (filters: Record<string, unknown> = {}) => list(["dat:read"], filters);
const full = (filters: Record<string, unknown> = {}) => list(["dat:read", "dat_results:read"], filters);
const idsOf = (page: { data: { id: string }[] }) => page.data.map(({ id }) => id).toSorted();
const select = async (testType: "DRUG" | "ALCOHOL" = "DRUG") => {
  const { id: crewMemberId } = await newCrewMember(database.db, center);
  return der().select({ crewMemberId, testType, reason: "POST_ACCIDENT" });
};
const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => undefined,
    (error: unknown) => failureOf(error),
  );
const audit = statement<{ document: string; confidential: boolean }>(
  "test.dat_audit",
  "select document, confidential from audit_log where center_id = $1 and action = 'dat_test.result_read' order by id",
);
const readsNoted = async () =>
  (await database.db.many(audit, [center])).map((row) => ({
    ...(JSON.parse(row.document) as { subject: unknown; actor: { name: string }; detail: unknown }),
    confidential: row.confidential,
  }));

describe("without dat_results:read", () => {
  test("a test is invisible until its person is notified, whatever is asked", async () => {
    const one = await select();
    const { id } = one;
    await der().cancel({ id: (await select()).id, cancelReason: "SELECTED_IN_ERROR" });
    const asked = [
      {},
      { id: [id] },
      { crewMemberId: one.crewMemberId },
      { testType: "DRUG" },
      { status: ["NOTIFIED", "CANCELLED"] },
      { updatedSince: "2020-01-01T00:00:00Z" },
      { from: "2020-01-01T00:00:00Z" },
    ];
    for (const filters of asked) {
      expect(await plain(filters)).toEqual({ data: [], pagination: { limit: 50, nextCursor: null } });
      expect(await full(filters)).toEqual({ data: [], pagination: { limit: 50, nextCursor: null } });
    }
    expect(datTestFilters.safeParse({ status: ["SELECTED"] }).success).toBe(false);
    expect((await der().all({ limit: 50 })).data).toHaveLength(2);
    await der().notify({ id });
    const seen = ["NOTIFIED"];
    for (const filters of [...asked.slice(0, 4), { status: seen }, ...asked.slice(5)]) {
      expect(idsOf(await plain(filters))).toEqual([id]);
      expect(idsOf(await full(filters))).toEqual([id]);
    }
  });

  test("collection changes nothing: neither fields, version, times, order, filters nor an incremental sync", async () => {
    const [first, second] = [await select(), await select("ALCOHOL")];
    await der().notify({ id: first.id });
    await der().notify({ id: second.id });
    const before = await plain();
    await der().collect({ id: first.id });
    expect(await plain()).toEqual(before);
    expect(await plain({ status: ["NOTIFIED"] })).toEqual(before);
    const { updatedAt } = (await der().get({ id: first.id })) ?? {};
    expect((await plain({ updatedSince: updatedAt })).data).toEqual([]);
    expect(idsOf(await full({ updatedSince: updatedAt }))).toEqual([first.id]);
    expect(idsOf(await full({ status: ["COLLECTED"] }))).toEqual([first.id]);
  });

  test("a row has these fields and no others", async () => {
    const { id } = await select();
    await der().notify({ id });
    await der().collect({ id });
    await der().result({ id, result: "POSITIVE", determinedBy: "MRO" });
    const [row] = (await plain()).data;
    expect(Object.keys(row ?? {})).toEqual([
      "id",
      "centerId",
      "version",
      "createdAt",
      "updatedAt",
      "crewMemberId",
      "testType",
      "status",
      "notifiedAt",
      "resultedAt",
    ]);
    expect(row).toMatchObject({ status: "RESULTED", version: 3 });
    expect(await readsNoted()).toEqual([]);
  });

  test.each<[Record<string, unknown>]>([
    [{ reason: ["FOLLOW_UP"] }],
    [{ result: ["POSITIVE"] }],
    [{ status: ["NOTIFIED", "COLLECTED"] }],
  ])("%j is refused", async (filters) => {
    expect(await refusal(plain(filters))).toMatchObject({
      code: "insufficient_scope",
      facts: { requiredScope: "dat_results:read", scopes: ["dat:read"] },
    });
    await full(filters);
    await list(["*"], filters);
  });
});

describe("with dat_results:read", () => {
  test("each read of a result is in the audit log, confidential, and does not hold the result", async () => {
    const [one, two] = [await select(), await select()];
    for (const { id } of [one, two]) {
      await der().notify({ id });
      await der().collect({ id });
    }
    await der().result({ id: one.id, result: "POSITIVE", determinedBy: "MRO" });
    const page = await full();
    expect(page.data.find(({ id }) => id === one.id)).toMatchObject({
      result: "POSITIVE",
      reason: "POST_ACCIDENT",
      version: 3,
      cancelReason: null,
    });
    expect(page.data.find(({ id }) => id === two.id)).toMatchObject({ status: "COLLECTED", result: null, version: 2 });
    await list(["*"], { result: ["POSITIVE"], reason: ["POST_ACCIDENT"] });
    const noted = await readsNoted();
    expect(noted).toHaveLength(2);
    for (const entry of noted)
      expect(entry).toMatchObject({
        subject: { type: "dat_test", id: one.id },
        actor: { name: "Test key" },
        confidential: true,
        detail: {},
      });
    await der().get({ id: one.id });
    expect(await readsNoted()).toHaveLength(3);
  });

  test("a page has the rows and the order that it has without", async () => {
    for (let n = 0; n < 5; n++) await select();
    for (const { id } of (await der().all({ limit: 50 })).data) await der().notify({ id });
    const walk = async (read: typeof plain) => {
      const first = await read({ limit: 2 });
      const second = await read({ limit: 2, cursor: first.pagination.nextCursor });
      return [...first.data, ...second.data].map(({ id }) => id);
    };
    expect(await walk(plain)).toEqual(await walk(full));
    expect(new Set(await walk(plain)).size).toBe(4);
  });
});

describe("who", () => {
  test("only DER and OWNER see and change tests in the console", async () => {
    const { id } = await select();
    for (const role of ["ADMIN", "DISPATCHER", "INSTRUCTOR", "MAINTENANCE", "VIEWER"] as const) {
      const member = call(memberContext(database.db, center, role));
      const attempts = [
        member.list({}),
        member.all({}),
        member.get({ id }),
        member.results({ id }),
        member.notify({ id }),
        member.draw({ testType: "DRUG" }),
        member.draws({}),
      ];
      for (const attempt of attempts) expect(await refusal(attempt)).toMatchObject({ code: "insufficient_role" });
    }
    const owner = call(memberContext(database.db, center, "OWNER"));
    expect(await owner.get({ id })).toMatchObject({ status: "SELECTED" });
    const key = call(keyContext(database.db, center, "*"));
    for (const attempt of [key.all({}), key.get({ id }), key.draws({}), key.notify({ id })])
      expect(await refusal(attempt)).toMatchObject({ code: "not_found" });
    expect(await refusal(list(["crew:read", "dat_results:read"]))).toMatchObject({ code: "insufficient_scope" });
  });

  test("draws are listed and done again in the console", async () => {
    await newCrewMember(database.db, center);
    const { id } = await der().draw({ testType: "ALCOHOL" });
    expect((await der().draws({})).data).toHaveLength(1);
    expect(await der().checkDraw({ id })).toMatchObject({ reproduced: true });
  });

  test("tests of another center are not reached by any id", async () => {
    const { id } = await select();
    await der().notify({ id });
    const other = await newCenter(database.db);
    const key = call(keyContext(database.db, other, "*"));
    expect((await key.list(datTestFilters.parse({ id: [id] }))).data).toEqual([]);
    expect(await refusal(call(memberContext(database.db, other, "DER")).get({ id }))).toMatchObject({
      code: "not_found",
    });
  });
});
