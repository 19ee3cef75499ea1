import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newAircraft, newCenter, newCrewMember, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Flight } from "../../../modules/flight-log/schema.ts";
import type { ImportReport } from "../report.ts";
import { runImport } from "../run-import.ts";
import { readDuration, within } from "./durations.ts";
import { clockOn, following, readDate } from "./times.ts";

describe("a duration", () => {
  test.each([
    ["1.3", { minutes: 78, slack: 3 }],
    ["1.25", { minutes: 75, slack: 1 }],
    ["0", { minutes: 0, slack: 0 }],
    ["1:18", { minutes: 78, slack: 0 }],
    ["1:78", undefined],
    ["-1.0", undefined],
    ["1h", undefined],
  ])("%s is %o", (text, expected) => {
    expect(readDuration(text)).toEqual(expected);
  });

  test("is made to fit where only rounding makes it too long", () => {
    expect(within({ minutes: 78, slack: 3 }, { minutes: 77, slack: 0 }).minutes).toBe(77);
    expect(within({ minutes: 84, slack: 3 }, { minutes: 77, slack: 0 }).minutes).toBe(84);
  });
});

test.each([
  ["2025-03-02", "2025-03-02"],
  ["3/2/2025", "2025-03-02"],
  ["2025-02-30", undefined],
  ["31/12/2025", undefined],
])("the date %s is %s", (text, expected) => {
  expect(readDate(text)).toBe(expected);
});

test.each([
  ["23:40", "01:12", "2025-03-03T01:12:00.000Z"],
  ["0905", "1110", "2025-03-02T11:10:00.000Z"],
  ["9:05", "9:05", "2025-03-02T09:05:00.000Z"],
])("a flight out at %s and in at %s ends at %s", (out, into, end) => {
  expect(following(clockOn("2025-03-02", out) ?? "", clockOn("2025-03-02", into) ?? "")).toBe(end);
});

describe("a logbook", () => {
  let database: TestDatabase;
  let db: Db;
  let center: CenterId;
  let user: string;

  beforeAll(async () => {
    database = await testDatabase();
    db = database.db;
    center = await newCenter(db);
    user = (await newCrewMember(db, center)).employeeNumber;
  });
  afterAll(() => database.drop());

  const aircraft = "AircraftID,TypeCode,Model\nN1TC,C172,172S\nN2TC,,PA-44-180\n";
  const importing = async (heading: string, rows: readonly string[], tables = aircraft): Promise<ImportReport> => {
    const text = `ForeFlight Logbook Import\n\nAircraft Table\nText,Text,Text\n${tables}\nFlights Table \nDate,Text\n${heading}\n${rows.join("\n")}\n`;
    const bytes = new TextEncoder().encode(text);
    return ok(await runImport(db, center, "flight-log", bytes, { commit: true, skipBadRows: false, user }));
  };
  const logged = statement<{ document: string }>(
    "test.foreflight_logged",
    "select document from flight_log where center_id = $1 and date = $2 order by id",
  );
  const flightOn = async (date: string): Promise<Flight> =>
    JSON.parse((await db.one(logged, [center, date])).document) as Flight;

  test("of tenths of hours fits its own clock times, also across midnight", async () => {
    const heading =
      "Date,AircraftID,From,To,TimeOut,TimeIn,TotalTime,PIC,Night,ActualInstrument,SimulatedInstrument,DayLandingsFullStop,NightLandingsFullStop,AllLandings,Custom";
    const report = await importing(heading, [
      "2025-03-02,n1tc,kapa,KPUB,23:10,00:27,1.3,1.3,0.5,0.3,0.5,1,1,5,whatever",
    ]);
    expect(report).toMatchObject({ created: 1, faults: [] });
    expect(await flightOn("2025-03-02")).toMatchObject({
      tailNumber: "N1TC",
      aircraftType: "C172",
      departure: "KAPA",
      blockOff: "2025-03-02T23:10:00.000Z",
      blockOn: "2025-03-03T00:27:00.000Z",
      totalMinutes: 77,
      picMinutes: 77,
      nightMinutes: 30,
      instrumentMinutes: 48,
      dayLandings: 4,
      nightLandings: 1,
    });
  });

  test("of a newer export counts landings of each kind", async () => {
    const heading =
      "Date,AircraftID,From,To,TotalTime,SIC,Landing Full-Stop Day,Landing Touch-and-Go Day,Landing Full-Stop Night,Landing Touch-and-Go Night";
    await importing(heading, ["2025-03-04,N2TC,KAPA,1V6,0:50,0:50,1,2,3,4"]);
    expect(await flightOn("2025-03-04")).toMatchObject({
      aircraftType: "PA-44-180",
      arrival: "1V6",
      totalMinutes: 50,
      sicMinutes: 50,
      dayLandings: 3,
      nightLandings: 7,
    });
  });

  test("takes the type of an aircraft that it does not describe from the center's fleet", async () => {
    const { tailNumber } = await newAircraft(db, center, { type: "P28A" });
    await importing("Date,AircraftID,From,To,TotalTime", [`2025-03-05,${tailNumber},KAPA,KAPA,1.0`], "AircraftID\n");
    expect((await flightOn("2025-03-05")).aircraftType).toBe("P28A");
  });

  test("is refused by its own columns", async () => {
    const report = await importing("Date,AircraftID,From,To,TimeOut,TimeIn,TotalTime,PIC", [
      "2025-13-01,N1TC,KAPA,KPUB,,,1.3,",
      "2025-03-06,N9TC,KAPA,KPUB,,,1.3,",
      "2025-03-06,N1TC,DEN,,,,1.3,",
      "2025-03-06,N1TC,KAPA,KPUB,10:00,11:00,1.3,",
      "2025-03-06,N1TC,KAPA,KPUB,,,1.3,1.5",
      "2025-03-06,N1TC,KAPA,KPUB,,,1512.4,",
      "2025-03-06,N1TC,KAPA,KPUB,,,x,",
    ]);
    expect(report).toMatchObject({ created: 0, committed: false });
    expect(report.faults.map(({ line, column }) => `${line - 11} ${column}`)).toEqual([
      "1 Date",
      "2 AircraftID",
      "3 From",
      "3 To",
      "4 TotalTime",
      "5 PIC",
      "6 TotalTime",
      "7 TotalTime",
    ]);
  });

  test("needs to know whose it is", async () => {
    const bytes = new TextEncoder().encode("ForeFlight Logbook Import\n");
    const unnamed = ok(await runImport(db, center, "flight-log", bytes, { commit: true, skipBadRows: false }));
    expect(unnamed.faults[0]?.message).toContain("--user");
    const stranger = { commit: true, skipBadRows: false, user: "nobody@example.com" };
    const report = ok(await runImport(db, center, "flight-log", bytes, stranger));
    expect(report.faults[0]?.message).toContain("employee number");
  });
});
