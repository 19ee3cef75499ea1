import { describe, expect, test } from "vitest";
import { flightFaults } from "../../modules/flight-log/rules.ts";
import { sessionFaults } from "../../modules/bookings/rules.ts";
import { crewDraft } from "../../modules/crew/schema.ts";
import { aircraftDraft } from "../../modules/devices/schema.ts";
import { courseFaults } from "../../modules/work-orders/rules.ts";
import type { Interval } from "./calendar.ts";
import { type FirstData, generate } from "./generate.ts";
import { carrier } from "./organisations.ts";
import type { Session } from "./sessions.ts";
import { instantOf } from "./wall-clock.ts";

const now = "2026-07-15T16:20:00.000Z";
const wish = (seed: number, scale = 0.2) => ({ seed, now, zone: "America/Denver", scale });
const small = generate(wish(5));
const full = generate(wish(6, 1));
const airline = generate({ ...wish(9, 1), organisation: carrier("Silver Mesa Air") });

const share = (data: FirstData, status: Session["status"]): number =>
  data.sessions.filter((session) => session.status === status).length / data.sessions.length;

/** Everyone's, every device's and every aircraft's sessions and flights that were not called off, in order. */
const occupied = (data: FirstData): Map<string, Interval[]> => {
  const claims = [
    ...data.sessions
      .filter(({ status }) => status !== "CANCELLED")
      .flatMap((session) => [session.simulator, ...peopleIn(session)].map((resource) => ({ ...session, resource }))),
    ...data.flights.flatMap(({ person, tailNumber, picMinutes, ...flight }) =>
      [person, ...(picMinutes > 0 ? [tailNumber] : [])].map((resource) => ({
        from: Date.parse(flight.blockOff),
        to: Date.parse(flight.blockOn),
        resource,
      })),
    ),
  ];
  return Map.groupBy(
    claims.toSorted((a, b) => a.from - b.from),
    ({ resource }) => resource,
  );
};
const peopleIn = ({ instructor, trainees }: Session): string[] => [
  ...(instructor === null ? [] : [instructor]),
  ...trainees.map(({ email }) => email),
];

describe("the first start's data", () => {
  test("is the same for the same seed and time, and another for another seed", () => {
    expect(generate(wish(5))).toEqual(small);
    expect(generate(wish(8)).sessions).not.toEqual(small.sessions);
  });

  test("has nobody, no device and no aircraft in two places at once", () => {
    for (const data of [small, full, airline])
      for (const sessions of occupied(data).values())
        for (const [index, session] of sessions.slice(1).entries())
          expect(session.from).toBeGreaterThanOrEqual(sessions[index]?.to ?? 0);
  });

  test("is about 10,000 bookings over two years, with as much going wrong as in life", () => {
    expect(full.sessions.length).toBeGreaterThan(9_000);
    expect(full.sessions.length).toBeLessThan(11_000);
    for (const data of [small, full]) {
      expect(share(data, "CANCELLED")).toBeGreaterThan(0.02);
      expect(share(data, "CANCELLED")).toBeLessThan(0.06);
      expect(share(data, "NO_SHOW")).toBeGreaterThan(0.003);
      expect(share(data, "NO_SHOW")).toBeLessThan(0.02);
      expect(share(data, "SCHEDULED")).toBeGreaterThan(0.01);
    }
  });

  test.each(["02:00", "09:00", "16:20", "23:10"])("has devices at work at %s, and tenses that fit", (time) => {
    const at = `2026-01-14T${time}:00.000Z`;
    const { sessions } = generate({ ...wish(3), now: at });
    const running = sessions.filter(({ status }) => status === "IN_PROGRESS");
    expect(running.length).toBeGreaterThan(0);
    expect(running.length).toBeLessThan(7);
    for (const { from, to, status } of sessions) {
      if (status === "SCHEDULED") expect(from).toBeGreaterThan(Date.parse(at));
      if (status === "COMPLETED" || status === "NO_SHOW") expect(to).toBeLessThanOrEqual(Date.parse(at));
    }
  });

  test("breaks no rule of bookings, work orders and the flight log", () => {
    for (const session of full.sessions) {
      const trainees = session.trainees.map(({ email, seat }) => ({ id: email, seat }));
      const times = { startsAt: instantOf(session.from), endsAt: instantOf(session.to) };
      expect(sessionFaults({ ...session, ...times, trainees }, now, "import")).toEqual([]);
    }
    for (const order of full.workOrders)
      expect(
        courseFaults({ startedAt: null, completedAt: null, resolution: null, status: "OPEN", ...order }, now),
      ).toEqual([]);
    for (const flight of full.flights) expect(flightFaults(flight, now)).toEqual([]);
  });

  test("lets instructors teach what they hold, and check instructors check whom they do not teach", () => {
    const crew = new Map(full.crew.map((member) => [member.employeeNumber, member]));
    const types = new Map(full.devices.map(({ name, type }) => [name, type]));
    const teachers = new Map(full.trainees.map(({ email, primaryInstructor }) => [email, primaryInstructor]));
    for (const { instructor, simulator, sessionType, trainees } of full.sessions) {
      if (instructor === null) continue;
      expect(crew.get(instructor)?.aircraftTypes).toContain(types.get(simulator));
      if (sessionType !== "CHECKRIDE") continue;
      expect(crew.get(instructor)?.role).toBe("CHECK_INSTRUCTOR");
      for (const { email } of trainees) expect(teachers.get(email)).not.toBe(instructor);
    }
  });

  test("enrols trainees before their first session, and leaves no session ahead of those who are gone", () => {
    const status = new Map(full.trainees.map((trainee) => [trainee.email, trainee]));
    for (const { trainees, from, to } of full.sessions)
      for (const { email } of trainees) {
        const trainee = status.get(email);
        expect(instantOf(from) >= `${trainee?.enrolledOn}`).toBe(true);
        if (to > Date.parse(now)) expect(trainee?.status).toBe("ACTIVE");
      }
  });

  test("seats crews left and right, at times with an observer, at times without an instructor", () => {
    const crews = full.sessions.filter(
      ({ sessionType, trainees }) => sessionType === "TRAINING" && trainees.length > 0,
    );
    const seats = (session: Session) => session.trainees.map(({ seat }) => seat).join(" ");
    const pairs = crews.filter((session) => seats(session).startsWith("LEFT RIGHT"));
    expect(pairs.length / crews.length).toBeGreaterThan(0.9);
    expect(crews.some((session) => seats(session) === "LEFT RIGHT OBSERVER")).toBe(true);
    expect(crews.some(({ instructor }) => instructor === null)).toBe(true);
  });

  test("logs the flights of captains, first officers and instructors", () => {
    const roles = new Map(full.crew.map(({ employeeNumber, role }) => [employeeNumber, role]));
    const logged = new Set(full.flights.map(({ person }) => roles.get(person)));
    expect(logged).toEqual(new Set(["CAPTAIN", "FIRST_OFFICER", "INSTRUCTOR", "CHECK_INSTRUCTOR"]));
  });

  test("names people once each, at domains that nobody owns, and registers aircraft as the FAA would", () => {
    const emails = [...full.crew, ...full.trainees].map(({ email }) => email);
    expect(new Set(emails).size).toBe(emails.length);
    for (const email of emails) expect(email).toMatch(/^[a-z]+\.[a-z]+@example\.(com|org)$/);
    for (const member of full.crew) expect(() => crewDraft.parse(member)).not.toThrow();
    for (const plane of full.fleet) {
      expect(() => aircraftDraft.parse(plane)).not.toThrow();
      expect(plane.tailNumber).toMatch(/^N[1-9][0-9]{0,2}[A-HJ-NP-Z]{2}$/);
    }
  });

  test("tells of a carrier that flies much, trains its own crews, and bills its partners alone", () => {
    expect(airline.fleet.length).toBeGreaterThan(full.fleet.length);
    expect(airline.trips.length).toBeGreaterThan(2 * full.trips.length);
    expect(airline.sessions.length).toBeLessThan(full.sessions.length / 2);
    const own = airline.trainees.filter(({ employer }) => employer === "Silver Mesa Air");
    expect(own.length / airline.trainees.length).toBeGreaterThan(0.5);
    expect(airline.invoices.length).toBeGreaterThan(40);
    expect(airline.invoices.map(({ customerName }) => customerName)).not.toContain("Silver Mesa Air");
    expect(airline.compliance.some(({ title }) => title.startsWith("Aircraft weighed"))).toBe(true);
  });
});
