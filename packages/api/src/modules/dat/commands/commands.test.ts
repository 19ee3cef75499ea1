import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newCenter, newCrewMember, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isFailure, isSuccess } from "../../../lib/errors.ts";
import { transaction } from "../../../lib/transaction.ts";
import type { By } from "../../../platform/audit/record.ts";
import { findDraw } from "../queries/draws.ts";
import { findDatRecord, findResults } from "../queries/tests.ts";
import { type DatNotice, datNotice, datRecord, type DatTestDraft } from "../schema.ts";
import { cancelTest, collectSpecimen, correctTestResult, notifyOfTest, recordResult } from "./change.ts";
import { drawForTests, replayDraw } from "./draw.ts";
import { importDraws } from "./import.ts";
import { type NewDatTest, selectForTest, selectForTests } from "./select.ts";

const by: By = { actor: { kind: "operator" }, address: null };

let database: TestDatabase;
let db: Db;
let center: CenterId;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  center = await newCenter(db);
});
afterAll(() => database.drop());

const any = (id: string) => ({ id, expectedVersion: null });
const draft = async (change: Partial<DatTestDraft> = {}): Promise<DatTestDraft> => ({
  crewMemberId: (await newCrewMember(db, center)).id,
  testType: "DRUG",
  reason: "FOLLOW_UP",
  ...change,
});
const select = async (change: Partial<DatTestDraft> = {}) => ok(await selectForTest(db, center, await draft(change)));
const notify = async (id: string) => ok(await notifyOfTest(db, center, any(id)));
const collect = async (id: string) => ok(await collectSpecimen(db, center, any(id)));
const mro = (result: "NEGATIVE" | "POSITIVE") => ({ result, determinedBy: "MRO" }) as const;
const result = (id: string, value: "NEGATIVE" | "POSITIVE") => recordResult(db, by, center, any(id), mro(value));

interface EventRow {
  type: string;
  version: number;
  data: string;
}
const eventsQuery = statement<EventRow>(
  "test.dat_events",
  "select type, version, data from events where subject_id = $1 order by version",
);
const eventsOf = (id: string): Promise<EventRow[]> => db.many(eventsQuery, [id]);
const typesOf = async (id: string) => (await eventsOf(id)).map(({ type, version }) => `${version} ${type}`);
const noticeQuery = statement<{ document: string }>(
  "test.dat_notice",
  "select document from dat_notices where center_id = $1 and id = $2",
);
const noticeOf = async (id: string) => {
  const row = await db.maybe(noticeQuery, [center, id]);
  return row && (JSON.parse(row.document) as DatNotice);
};

describe("a test", () => {
  test("fires notified, resulted and cancelled once each, with the notice as it is read and earlier values", async () => {
    const { id } = await select();
    expect(await eventsOf(id)).toEqual([]);
    const told = await notify(id);
    expect(await notify(id)).toEqual(told);
    const before = await noticeOf(id);
    await collect(id);
    expect(await noticeOf(id)).toEqual(before);
    ok(await result(id, "POSITIVE"));
    ok(await result(id, "POSITIVE"));
    ok(await cancelTest(db, center, any(id), "SPLIT_SPECIMEN_NOT_CONFIRMED"));
    ok(await cancelTest(db, center, any(id), "SPLIT_SPECIMEN_NOT_CONFIRMED"));
    expect(await typesOf(id)).toEqual(["2 dat.test.notified", "3 dat.test.resulted", "4 dat.test.cancelled"]);
    const payloads = (await eventsOf(id)).map(
      ({ data }) => JSON.parse(data) as { object: DatNotice; previous: Partial<DatNotice> | null },
    );
    for (const { object } of payloads) expect(datNotice.strict().parse(object)).toEqual(object);
    expect(payloads.map(({ previous }) => previous)).toEqual([
      null,
      { status: "NOTIFIED", resultedAt: null },
      { status: "RESULTED" },
    ]);
    expect(payloads[0]?.object).toEqual(before);
    expect(payloads.at(-1)?.object).toEqual(await noticeOf(id));
    datRecord.parse(await findDatRecord(db, center, id));
  });

  test("has its result corrected by appending, which fires resulted again", async () => {
    const { id } = await select();
    await notify(id);
    await collect(id);
    ok(await result(id, "POSITIVE"));
    const wrong = { ...mro("NEGATIVE"), note: "Prescription verified" };
    const corrected = ok(await correctTestResult(db, by, center, any(id), wrong));
    expect(await correctTestResult(db, by, center, any(id), wrong)).toEqual(corrected);
    expect(await typesOf(id)).toEqual(["2 dat.test.notified", "3 dat.test.resulted", "4 dat.test.resulted"]);
    expect(JSON.parse((await eventsOf(id)).at(-1)?.data ?? "")).toEqual({ object: await noticeOf(id), previous: null });
    expect(await findResults(db, center, id)).toMatchObject([
      { result: "NEGATIVE", note: "Prescription verified" },
      { result: "POSITIVE", note: null },
    ]);
  });

  test("fires nothing when it is refused, nor when it is cancelled before notice", async () => {
    const { id } = await select();
    expect(await result(id, "NEGATIVE")).toMatchObject({ code: "invalid_transition" });
    expect(await notifyOfTest(db, await newCenter(db), any(id))).toMatchObject({ code: "not_found" });
    expect(await notifyOfTest(db, center, { id, expectedVersion: 9 })).toMatchObject({ code: "precondition_failed" });
    ok(await cancelTest(db, center, any(id), "SELECTED_IN_ERROR"));
    expect(await eventsOf(id)).toEqual([]);
    expect(await noticeOf(id)).toBeUndefined();
  });

  test("takes each step once, however many try at once", async () => {
    const { id } = await select();
    const all = <Value>(work: (n: number) => Promise<Value>) =>
      Promise.all(Array.from({ length: 6 }, (_, n) => work(n)));
    await all(() => notify(id));
    await all(() => collect(id));
    const outcomes = await all((n) => result(id, n % 2 === 0 ? "NEGATIVE" : "POSITIVE"));
    expect(new Set(outcomes.filter(isSuccess).map((row) => row.result)).size).toBe(1);
    for (const failure of outcomes.filter(isFailure)) expect(failure.code).toBe("conflict");
    expect(await typesOf(id)).toEqual(["2 dat.test.notified", "3 dat.test.resulted"]);
    expect(await findResults(db, center, id)).toHaveLength(1);
  });

  test("tells by its id nothing of when the person was selected", async () => {
    const [one, two] = [await select(), await select()];
    expect(one.id.slice(0, 15)).toBe("00000000-0000-7");
    expect(one.id).not.toBe(two.id);
    expect((await notify(one.id)).createdAt > one.createdAt).toBe(true);
  });
});

describe("selection", () => {
  test("by hand is not at random, and names a person of the center and a reason of the type", async () => {
    const foreign = await newCrewMember(db, await newCenter(db));
    const attempt = async (change: Partial<DatTestDraft>) => selectForTest(db, center, await draft(change));
    expect(await attempt({ reason: "RANDOM" })).toMatchObject({ code: "invalid_request" });
    expect(await attempt({ reason: "REASONABLE_SUSPICION" })).toMatchObject({ code: "invalid_request" });
    expect(await attempt({ testType: "ALCOHOL", reason: "REASONABLE_CAUSE" })).toMatchObject({
      code: "invalid_request",
    });
    expect(await attempt({ crewMemberId: foreign.id })).toMatchObject({ code: "unprocessable" });
  });

  test("brings in an import any state, and fires nothing", async () => {
    const past = { selectedAt: "2025-01-01T00:00:00.000Z", notifiedAt: "2025-01-02T00:00:00.000Z" };
    const drafts: NewDatTest[] = [
      { ...(await draft({ reason: "RANDOM" })), ...past, status: "NOTIFIED" },
      {
        ...(await draft()),
        ...past,
        status: "RESULTED",
        collectedAt: "2025-01-02T01:00:00.000Z",
        resultedAt: "2025-01-05T00:00:00.000Z",
        ...mro("NEGATIVE"),
      },
      { ...(await draft()), status: "RESULTED" },
    ];
    const outcomes = await transaction(db, center, (tx) => selectForTests(tx, drafts), "import");
    expect(outcomes.map((row) => (isFailure(row) ? row.code : row.status))).toEqual([
      "NOTIFIED",
      "RESULTED",
      "invalid_request",
    ]);
    for (const { id } of outcomes.filter(isSuccess)) {
      expect(await eventsOf(id)).toEqual([]);
      expect(await noticeOf(id)).toMatchObject({ id, version: 1 });
    }
  });
});

describe("a random draw", () => {
  test("takes the year's share out of the whole crew, keeps what it followed from, and can be done again", async () => {
    const carrier = await newCenter(db);
    const crew = await Promise.all(Array.from({ length: 40 }, () => newCrewMember(db, carrier)));
    const draw = ok(await drawForTests(db, by, carrier, { testType: "DRUG", drawsPerYear: 4 }));
    expect(draw).toMatchObject({ ratePercent: 25, drawsPerYear: 4 });
    expect(draw.pool).toEqual(crew.map(({ id }) => id).toSorted());
    expect(draw.seed).toMatch(/^[0-9a-f]{64}$/);
    expect(draw.selected).toHaveLength(3);
    expect(await findDraw(db, carrier, draw.id)).toEqual(draw);
    expect(replayDraw(draw)).toEqual({
      reproduced: true,
      selected: draw.selected.map(({ crewMemberId }) => crewMemberId),
    });
    expect(replayDraw({ ...draw, selected: draw.selected.toReversed() }).reproduced).toBe(false);
    for (const { testId, crewMemberId } of draw.selected) {
      const selected = await findDatRecord(db, carrier, testId);
      expect(selected).toMatchObject({ crewMemberId, testType: "DRUG", reason: "RANDOM", status: "SELECTED" });
      expect(await eventsOf(testId)).toEqual([]);
    }
    const alcohol = ok(await drawForTests(db, by, carrier, { testType: "ALCOHOL", drawsPerYear: 4 }));
    expect(alcohol).toMatchObject({ ratePercent: 10, selected: [{}] });
    expect(alcohol.seed).not.toBe(draw.seed);
  });

  test("needs a crew", async () => {
    const empty = await newCenter(db);
    const refused = await drawForTests(db, by, empty, { testType: "DRUG", drawsPerYear: 4 });
    expect(refused).toMatchObject({ code: "conflict" });
  });
});

test("a draw that an import brings draws by its own seed, is done again alike, and tells nobody", async () => {
  const own = await newCenter(db);
  for (const _ of [1, 2, 3, 4, 5]) await newCrewMember(db, own);
  const at = "2026-02-03T15:00:00.000Z";
  const terms = { testType: "DRUG", drawsPerYear: 1, ratePercent: 40, seed: "0f".repeat(32), drawnAt: at } as const;
  const became = [
    { status: "RESULTED", notifiedAt: at, collectedAt: at, resultedAt: at, result: "NEGATIVE", determinedBy: "MRO" },
  ] as const;
  const [made] = await transaction(db, own, (tx) => importDraws(tx, [{ ...terms, became }]), "import");
  if (!made) throw new Error("A batch of one has one outcome.");
  const draw = ok(made);
  expect(draw).toMatchObject({ ...terms, selected: [{}, {}] });
  expect(replayDraw(draw).reproduced).toBe(true);
  const tests = await Promise.all(draw.selected.map(({ testId }) => findDatRecord(db, own, testId)));
  expect(tests.map((one) => one?.status)).toEqual(["RESULTED", "SELECTED"]);
  for (const { testId } of draw.selected) expect(await eventsOf(testId)).toEqual([]);
});
