import { readFile } from "node:fs/promises";
import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import {
  newBooking,
  newCenter,
  newCrewMember,
  newSimulator,
  newTrainee,
  ok,
} from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { HOUR_MS, plusMs } from "../../lib/time.ts";
import { type ImportReport, reportLines } from "./report.ts";
import { IMPORTED_NOUNS, type ImportedNoun, type ImportOptions, runImport } from "./run-import.ts";

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.drop());

const WRITE: ImportOptions = { commit: true, skipBadRows: false };
const DRY: ImportOptions = { commit: false, skipBadRows: false };

const run = async (
  center: CenterId,
  noun: ImportedNoun,
  text: string,
  options: ImportOptions = WRITE,
): Promise<ImportReport> => ok(await runImport(db, center, noun, new TextEncoder().encode(text), options));

const sample = (name: string): Promise<string> =>
  readFile(new URL(`../../../../../examples/import/${name}.csv`, import.meta.url), "utf8");

const countOf = (table: string) =>
  statement<{ count: number }>(
    `test.count_${table}`,
    `select count(*)::int as count from ${table} where center_id = $1`,
  );
const counting = { bookings: countOf("bookings"), flight_log: countOf("flight_log"), events: countOf("events") };
const rowsIn = async (table: keyof typeof counting, center: CenterId): Promise<number> =>
  (await db.one(counting[table], [center])).count;

const sampleNouns: readonly ImportedNoun[] = [
  ...(["simulators", "aircraft", "crew", "trainees", "bookings", "flight-log"] as const),
  ...(["invoices", "compliance-items", "deferrals", "fa-training", "stage-checks", "trips", "dat"] as const),
];

describe("the sample of each noun", () => {
  let center: CenterId;
  beforeAll(async () => {
    center = await newCenter(db, { timezone: "America/Denver" });
  });

  test("is imported whole, and fires nothing", async () => {
    expect([...sampleNouns].toSorted()).toEqual([...IMPORTED_NOUNS].toSorted());
    for (const noun of sampleNouns) {
      const report = await run(center, noun, await sample(noun));
      expect(reportLines(report)).toEqual([`${noun}: ${report.rows} rows, ${report.rows} imported`, "Written."]);
    }
    expect(await rowsIn("events", center)).toBe(0);
  });

  test("is imported once: a second time everything is already there", async () => {
    for (const noun of sampleNouns) {
      const report = await run(center, noun, await sample(noun));
      expect(report).toMatchObject({ created: 0, already: report.rows, faults: [] });
    }
  });

  test("of ForeFlight is imported as it was exported, and once", async () => {
    const before = await rowsIn("flight_log", center);
    const options = { ...WRITE, user: "e-30202" };
    const first = await run(center, "flight-log", await sample("foreflight"), options);
    expect(first).toMatchObject({ rows: 4, created: 3, faults: [] });
    expect([...first.skipped]).toEqual([["simulator session", 1]]);
    expect(await run(center, "flight-log", await sample("foreflight"), options)).toMatchObject({
      created: 0,
      already: 3,
    });
    expect(await rowsIn("flight_log", center)).toBe(before + 3);
  });
});

describe("a dry run", () => {
  test("finds what the real one would, and leaves nothing behind", async () => {
    const center = await newCenter(db);
    const text = "name,type,qualificationLevel\nA320 #1,A320,FFS D\nA320 #1,A320,FFS D\n";
    const report = await run(center, "simulators", text, DRY);
    expect(report).toMatchObject({ rows: 2, created: 1, bad: 1, committed: false });
    expect(await run(center, "simulators", text.split("\n").slice(0, 2).join("\n"))).toMatchObject({ created: 1 });
  });
});

test("a file with a wrong heading is refused whole, whatever was asked", async () => {
  const center = await newCenter(db);
  const text = "name,type,level\nA320 #1,A320,FFS D\n";
  const report = await run(center, "simulators", text, { commit: true, skipBadRows: true });
  expect(report).toMatchObject({ read: false, created: 0, committed: false });
  expect(reportLines(report).at(-1)).toContain("nothing was written");
});

const TRAINEES = "firstName,lastName,email,course,enrolledOn\n";

describe("bad rows", () => {
  test("are all told, by line and column with what is wanted, and keep the good ones out", async () => {
    const center = await newCenter(db);
    const text = `${TRAINEES}Casey,Moreno,casey@example.com,B737,2025-03-03
Jordan,Bell,jordan(at)example.com,,03/03/2025
"Noor
Second line",Haddad,noor@example.com,B737,2025-02-30
Piotr,Zielinski,piotr@example.com,B737,2025-03-03`;
    const report = await run(center, "trainees", text);
    expect(reportLines(report)).toEqual([
      'line 3, email: must be an email address (found "jordan(at)example.com")',
      "line 3, course: is required",
      'line 3, enrolledOn: must be a date, YYYY-MM-DD (found "03/03/2025")',
      'line 4, enrolledOn: must be a date, YYYY-MM-DD (found "2025-02-30")',
      "trainees: 4 rows, 2 good, 2 bad",
      "Nothing was written. Mend the rows above, or write the good ones with --commit --skip-bad-rows.",
    ]);
    expect(await run(center, "trainees", text, { ...WRITE, skipBadRows: true })).toMatchObject({ created: 2, bad: 2 });
    expect(await run(center, "trainees", text, DRY)).toMatchObject({ created: 0, already: 2, bad: 2 });
  });

  test("that the module's own command refuses are told by the file's columns", async () => {
    const center = await newCenter(db);
    const captain = await newCrewMember(db, center, { role: "CAPTAIN" });
    const { name } = await newSimulator(db, center);
    const text = `simulator,startsAt,endsAt,instructor
${name},2025-03-03 08:00,2025-03-03 08:10,
${name},2025-03-03 08:00,2025-03-03 10:00,${captain.employeeNumber}`;
    const { faults } = await run(center, "bookings", text);
    expect(faults.map(({ line, column }) => `${line} ${column}`)).toEqual(["2 endsAt", "3 instructor"]);
  });

  test("that refer to nothing, or to several, say so", async () => {
    const center = await newCenter(db);
    const { name } = await newSimulator(db, center);
    const [one, two] = [
      await newTrainee(db, center, { email: "casey@example.com", course: "A" }),
      await newTrainee(db, center, { email: "casey@example.com", course: "B" }),
    ];
    const text = `simulator,startsAt,endsAt,leftSeat
${name} X,2025-03-03 08:00,2025-03-03 10:00,
${name},2025-03-03 08:00,2025-03-03 10:00,Casey@example.com
${name},2025-03-03 08:00,2025-03-03 10:00,${one.id}`;
    const report = await run(center, "bookings", text, DRY);
    expect(report.created).toBe(1);
    expect(report.faults.map(({ message }) => message)).toEqual([
      `must be the name or id of a simulator of this center (found "${name} X")`,
      `names 2 trainees; give the id of the one that is meant: ${one.id}, ${two.id} (found "Casey@example.com")`,
    ]);
  });

  test("that collide with a booking name it", async () => {
    const center = await newCenter(db);
    const booking = await newBooking(db, center);
    const endsAt = plusMs(booking.startsAt, HOUR_MS);
    const text = `simulator,startsAt,endsAt\n${booking.simulator.name},${booking.startsAt},${endsAt}\n`;
    const { faults } = await run(center, "bookings", text, DRY);
    expect(faults[0]?.message).toContain(booking.id);
  });
});

describe("times", () => {
  test("without an offset are the center's, and refused where its clocks change", async () => {
    const center = await newCenter(db, { timezone: "America/Denver" });
    const { name } = await newSimulator(db, center);
    const heading = "simulator,startsAt,endsAt,externalRef\n";
    const report = await run(
      center,
      "bookings",
      `${heading}${name},2025-03-09 02:30,2025-03-09 04:00,A\n${name},2025-11-02 01:30,2025-11-02 04:00,B\n`,
      DRY,
    );
    expect(report.faults.map(({ line, column }) => `${line} ${column}`)).toEqual(["2 startsAt", "3 startsAt"]);
    await run(center, "bookings", `${heading}${name},2025-07-01 08:00,2025-07-01T16:00Z,C\n`);
    const find = statement<{ document: string }>(
      "test.booking_c",
      "select document from bookings where center_id = $1",
    );
    const { document } = await db.one(find, [center]);
    expect(JSON.parse(document)).toMatchObject({
      startsAt: "2025-07-01T14:00:00.000Z",
      endsAt: "2025-07-01T16:00:00.000Z",
      status: "COMPLETED",
    });
  });
});

test("equal flights of one file are as many flights, also when it is imported again", async () => {
  const center = await newCenter(db);
  const { email } = await newCrewMember(db, center);
  const row = "2025-03-02,N482TC,C172,KAPA,KAPA,30";
  const heading = "date,tailNumber,aircraftType,departure,arrival,totalMinutes";
  const options = { ...WRITE, user: email };
  const import_ = (rows: number) =>
    run(center, "flight-log", [heading, ...Array.from({ length: rows }, () => row)].join("\r\n"), options);
  expect(await import_(2)).toMatchObject({ created: 2, already: 0 });
  expect(await import_(3)).toMatchObject({ created: 1, already: 2 });
});

test("ten thousand bookings are imported in batches, the last as well as the first", async () => {
  const center = await newCenter(db);
  const { name } = await newSimulator(db, center);
  const rows = Array.from({ length: 10_000 }, (_, n) => {
    const startsAt = new Date(Date.UTC(2020, 0, 1) + n * 3_600_000);
    const endsAt = new Date(startsAt.getTime() + 3_600_000);
    return `${name};${startsAt.toISOString()};${endsAt.toISOString()};REF-${n}`;
  });
  const text = `\uFEFFSimulator;Starts at;Ends_At;external ref\r\n${rows.join("\r\n")}\r\n`;
  expect(await run(center, "bookings", text)).toMatchObject({ rows: 10_000, created: 10_000, faults: [] });
  expect(await rowsIn("bookings", center)).toBe(10_000);
  expect(await run(center, "bookings", text)).toMatchObject({ created: 0, already: 10_000 });
});
