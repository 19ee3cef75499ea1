import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newCenter, newTrainee, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { z } from "zod";
import { booking } from "../../modules/bookings/schema.ts";
import { complianceItem } from "../../modules/compliance/schema.ts";
import { crewMember } from "../../modules/crew/schema.ts";
import { aircraft, simulator } from "../../modules/devices/schema.ts";
import { faTraining } from "../../modules/fa-training/schema.ts";
import { flight } from "../../modules/flight-log/schema.ts";
import { invoice } from "../../modules/invoices/schema.ts";
import { melDeferral } from "../../modules/mel/schema.ts";
import { stageCheck } from "../../modules/stage-checks/schema.ts";
import { trainee } from "../../modules/trainees/schema.ts";
import { trip } from "../../modules/trips/schema.ts";
import { reportLines } from "./report.ts";
import { type ImportedNoun, runImport } from "./run-import.ts";

let database: TestDatabase;
let db: Db;
let center: CenterId;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  center = await newCenter(db);
});
afterAll(() => database.drop());

const W = (length: number): string => "W".repeat(length);
const EMAIL = `${"e".repeat(242)}@example.com`;
const types = (count: number): string => Array.from({ length: count }, (_, n) => `${n + 100}${W(57)}`).join("|");
const person = { firstName: W(100), lastName: W(100), email: EMAIL };
const duty = "2025-03-10 06:00 / 2025-03-10 07:00 / 1:00";

/** A row of each noun with text, every cell as long as it may be; the texts end in W. */
const LONGEST: readonly (readonly [ImportedNoun, table: string, wire: z.ZodType, cells: Record<string, string>])[] = [
  ["simulators", "simulators", simulator, { name: W(100), type: W(60), qualificationLevel: "FFS_D" }],
  ["aircraft", "aircraft", aircraft, { tailNumber: W(10), type: W(60) }],
  [
    "crew",
    "crew_members",
    crewMember,
    { ...person, employeeNumber: W(40), role: "CHECK_INSTRUCTOR", base: "DEN", aircraftTypes: types(50) },
  ],
  ["trainees", "trainees", trainee, { ...person, course: W(200), employer: W(200) }],
  [
    "bookings",
    "bookings",
    booking,
    {
      simulator: W(100),
      startsAt: "2025-03-10 08:00",
      endsAt: "2025-03-10 10:00",
      leftSeat: EMAIL,
      instructor: EMAIL,
      status: "CANCELLED",
      cancelReason: W(500),
      notes: W(2000),
      externalRef: W(100),
    },
  ],
  [
    "flight-log",
    "flight_log",
    flight,
    {
      user: EMAIL,
      date: "2025-03-10",
      tailNumber: W(10),
      aircraftType: W(60),
      departure: "KDEN",
      arrival: "KSEA",
      totalMinutes: "60",
      remarks: W(2000),
    },
  ],
  [
    "invoices",
    "invoices",
    invoice,
    {
      number: W(20),
      customerName: W(200),
      customerEmail: EMAIL,
      currency: "USD",
      description: W(160),
      quantity: "100000",
      unitAmount: "10000000.00",
      issuedAt: "2025-03-10 08:00",
      dueOn: "2025-04-10",
      voidedAt: "2025-03-11 08:00",
      voidReason: W(500),
    },
  ],
  [
    "compliance-items",
    "compliance_items",
    complianceItem,
    {
      title: W(200),
      category: "OTHER",
      dueOn: "2025-03-10",
      leadDays: "365",
      recurrenceMonths: "120",
      owner: W(200),
      waiverReason: W(500),
      waivedBy: W(200),
      waivedUntil: "2199-12-31",
    },
  ],
  [
    "deferrals",
    "mel_deferrals",
    melDeferral,
    {
      aircraft: W(10),
      melItem: "34-11-01",
      title: W(200),
      category: "C",
      recordedAt: "2025-03-10 08:00",
      extendedAt: "2025-03-12 08:00",
      extensionDays: "10",
      extensionReason: W(500),
      extensionApprovedBy: W(200),
      closedAt: "2025-03-22 08:00",
      correctiveAction: W(2000),
    },
  ],
  [
    "fa-training",
    "fa_training",
    faTraining,
    { crewMember: EMAIL, kind: "RECURRENT", aircraftType: W(60), completedOn: "2025-03-10", certifiedBy: W(200) },
  ],
  [
    "stage-checks",
    "stage_checks",
    stageCheck,
    {
      trainee: EMAIL,
      course: W(200),
      stage: W(100),
      checkInstructor: EMAIL,
      scheduledAt: "2025-03-10 08:00",
      status: "PASSED",
      remarks: W(2000),
    },
  ],
  ["trips", "trips", trip, { number: W(20), base: "DEN", aircraftType: W(60), position: "CAPTAIN", duties: duty }],
];

const run = async (noun: ImportedNoun, cells: Record<string, string>) => {
  const quoted = Object.values(cells).map((cell) => `"${cell}"`);
  const file = new TextEncoder().encode(`${Object.keys(cells).join(",")}\n${quoted.join(",")}`);
  return ok(await runImport(db, center, noun, file, { commit: true, skipBadRows: false }));
};

test.each(LONGEST)(
  "what is imported into %s at its bounds is served as declared; nothing beyond them is",
  async (...row) => {
    const [noun, table, wire, cells] = row;
    const report = await run(noun, cells);
    expect(reportLines(report)).toEqual([`${noun}: 1 row, 1 imported`, "Written."]);
    const documents = statement<{ document: string }>(
      `test.imported_${table}`,
      `select document from ${table} where center_id = $1`,
    );
    for (const { document } of await db.many(documents, [center])) wire.parse(JSON.parse(document));
    for (const [column, cell] of Object.entries(cells)) {
      if (!cell.endsWith("W")) continue;
      const longer = await run(noun, { ...cells, [column]: `${cell}W` });
      expect(longer).toMatchObject({ committed: false, bad: 1, faults: [{ column }] });
    }
  },
);

test.each([
  ["a time beyond the years that the API knows", "bookings", { startsAt: "+010000-01-01T08:00Z" }],
  ["a time before them", "bookings", { startsAt: "0000-06-01 08:00" }],
  ["a date before them", "trainees", { enrolledOn: "0000-06-01" }],
] as const)("%s is a fault of the row", async (_, noun, change) => {
  const cells = LONGEST.find(([name]) => name === noun)?.[3] ?? {};
  const [column] = Object.keys(change);
  const report = await run(noun, { ...cells, ...change });
  expect(report).toMatchObject({ committed: false, bad: 1 });
  expect(report.faults).toContainEqual(expect.objectContaining({ column }));
});

test("more trainees than a session has are a fault of the row, with those of both seats", async () => {
  const cells = LONGEST.find(([name]) => name === "bookings")?.[3] ?? {};
  const trainees = await Promise.all([1, 2, 3, 4].map(() => newTrainee(db, center)));
  const observers = trainees.map(({ email }) => email);
  const full = await run("bookings", { ...cells, observers: observers.slice(1).join("|"), externalRef: "full" });
  expect(full).toMatchObject({ committed: true, created: 1 });
  const over = await run("bookings", { ...cells, observers: observers.join("|"), externalRef: "over" });
  expect(over).toMatchObject({ committed: false, bad: 1, faults: [{ column: "observers" }] });
});
