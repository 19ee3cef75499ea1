import { readFile } from "node:fs/promises";
import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newCenter, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reportLines } from "./report.ts";
import { type ImportedNoun, runImport } from "./run-import.ts";

let database: TestDatabase;
let db: Db;
let center: CenterId;

const run = async (noun: ImportedNoun, text: string) =>
  ok(await runImport(db, center, noun, new TextEncoder().encode(text), { commit: true, skipBadRows: false }));
const sample = (name: string) =>
  readFile(new URL(`../../../../../examples/import/${name}.csv`, import.meta.url), "utf8");

const PEOPLE = ["simulators", "aircraft", "crew", "trainees"] as const;
const OTHERS = ["invoices", "compliance-items", "deferrals", "fa-training", "stage-checks", "trips", "dat"] as const;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  center = await newCenter(db, { timezone: "America/Denver" });
  for (const noun of [...PEOPLE, ...OTHERS]) await run(noun, await sample(noun));
});
afterAll(() => database.drop());

const statesIn = async (table: string): Promise<Record<string, number>> => {
  const query = statement<{ status: string; count: number }>(
    `test.states_${table}`,
    `select document::json->>'status' as status, count(*)::int as count from ${table} where center_id = $1 group by 1`,
  );
  return Object.fromEntries((await db.many(query, [center])).map(({ status, count }) => [status, count]));
};

test("the samples come into the states that their dates and outcomes say", async () => {
  expect(await statesIn("invoices")).toEqual({ DRAFT: 1, OVERDUE: 1, PAID: 1, VOID: 1 });
  expect(await statesIn("compliance_items")).toEqual({ COMPLIANT: 2, OVERDUE: 1, IN_PROGRESS: 1, WAIVED: 1 });
  expect(await statesIn("mel_deferrals")).toEqual({ CLOSED: 4, EXPIRED: 1 });
  expect(await statesIn("dat_tests")).toEqual({ RESULTED: 3, CANCELLED: 1, COLLECTED: 1 });
  expect(await statesIn("stage_checks")).toEqual({ FAILED: 1, PASSED: 2, SCHEDULED: 1 });
});

test("an expired deferral that is brought along grounds its aircraft", async () => {
  const grounded = statement<{ tail: string }>(
    "test.grounded",
    `select document::json->>'tailNumber' as tail from aircraft where center_id = $1 and document::json->>'status' = 'GROUNDED'`,
  );
  expect(await db.many(grounded, [center])).toEqual([{ tail: "N731TC" }]);
});

const invoice = (cells: string) =>
  `number,customerName,customerEmail,currency,description,unitAmount,issuedAt,dueOn,paidAt\n${cells}`;
const BAD: readonly (readonly [noun: (typeof OTHERS)[number], what: string, csv: string, found: string])[] = [
  ["invoices", "cents of a yen", invoice("X-1,Acme,a@example.com,JPY,Hours,12.50,,2199-01-01,"), "at most 0 decimals"],
  [
    "invoices",
    "a number of the series",
    invoice("INV-000009,Acme,a@example.com,USD,Hours,12.50,2025-03-01 09:00,2025-04-01,"),
    "line 2, number: must not be one of the series",
  ],
  [
    "invoices",
    "a payment before the issue",
    invoice("X-2,Acme,a@example.com,USD,Hours,12.50,2025-03-01 09:00,2025-04-01,2025-02-01 09:00"),
    "line 2, paidAt: must lie between",
  ],
  [
    "compliance-items",
    "half a waiver",
    "title,category,dueOn,waivedBy\nFire drill,FACILITY,2025-01-01,Jo",
    "goes only together with waiverReason",
  ],
  [
    "deferrals",
    "a category A item without its interval",
    "aircraft,melItem,title,category,recordedAt\nN905TC,23-71-01,CVR,A,2025-03-01 08:00",
    "line 2, intervalValue: is required for category A",
  ],
  [
    "deferrals",
    "an extension without approval",
    "aircraft,melItem,title,category,recordedAt,extendedAt\nN905TC,30-31-01,Heater,B,2025-03-01 08:00,2025-03-02 08:00",
    "line 2, extendedAt: goes only together with",
  ],
  [
    "deferrals",
    "an unknown aircraft",
    "aircraft,melItem,title,category,recordedAt\nN1,30-31-01,Heater,B,2025-03-01 08:00",
    "line 2, aircraft: must be the tail number or id of an aircraft",
  ],
  [
    "fa-training",
    "a completion that nobody certified",
    "crewMember,kind,aircraftType,completedOn\nE-40112,RECURRENT,A320,2025-03-01",
    "line 2, certifiedBy: is required with completedOn",
  ],
  [
    "stage-checks",
    "a check by someone who is no check instructor",
    "trainee,course,stage,checkInstructor,scheduledAt,status\ncasey.moreno@example.com,B737 Type Rating,Stage 3,E-10482,2025-03-20 09:00,PASSED",
    "line 2, checkInstructor: must have the role CHECK_INSTRUCTOR",
  ],
  [
    "trips",
    "a duty without block time",
    "number,base,aircraftType,position,duties\nP1,DEN,B738,CAPTAIN,2025-03-20 09:00 / 2025-03-20 12:00",
    "line 2, duties: must be report / release / block time",
  ],
  [
    "trips",
    "a duty that ends before it begins",
    "number,base,aircraftType,position,duties\nP1,DEN,B738,CAPTAIN,2025-03-20 09:00 / 2025-03-20 08:00 / 0",
    "line 2, duties: must be after reportAt",
  ],
  [
    "dat",
    "a result without who determined it",
    "crewMember,testType,reason,status,selectedAt,notifiedAt,collectedAt,resultedAt,result\nE-30201,DRUG,FOLLOW_UP,RESULTED,2025-03-01 08:00,2025-03-01 08:00,2025-03-01 09:00,2025-03-04 09:00,NEGATIVE",
    "line 2, determinedBy: is required with a result",
  ],
  [
    "dat",
    "a reason of the other type of test",
    "crewMember,testType,reason,status,selectedAt\nE-30201,ALCOHOL,REASONABLE_CAUSE,SELECTED,2025-03-01 08:00",
    "line 2, reason: must not be REASONABLE_CAUSE, a drug reason (14 CFR 120.109(d))",
  ],
];

describe("what is wrong is told by line and column, and nothing is written", () => {
  test.each(BAD)("%s: %s", async (noun, _, csv, found) => {
    const report = await run(noun, csv);
    expect(report).toMatchObject({ committed: false, bad: 1 });
    expect(reportLines(report).join("\n")).toContain(found);
  });
});

test("what an import says of a confidential cell does not repeat it", async () => {
  const columns = "crewMember,testType,reason,status,selectedAt,collectedAt,result";
  const report = await run("dat", `${columns}\nE-30201,DRUG,RANDOM,RESULTED,2025-03-01 08:00,yesterday,POSITIV`);
  expect(reportLines(report).join("\n")).toMatch(/line 2, result: must be one of [A-Z_, ]+$/m);
  expect(reportLines(report).join("\n")).not.toMatch(/POSITIV\b|yesterday/);
});
