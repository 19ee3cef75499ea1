import { HOUR_MS } from "../../lib/time.ts";
import type { Interval } from "./calendar.ts";
import { type TrainingDevice, type Programme } from "./devices.ts";
import { mayWork } from "./duty.ts";
import { type Outcome, outcomeOf } from "./outcomes.ts";
import { instructorsFor } from "./placement.ts";
import type { Planning, Session } from "./sessions.ts";

const MAINTENANCE_NOTES = [
  "Preventive maintenance",
  "Preventive maintenance",
  "Preventive maintenance: motion legs and seals",
  "Visual channel alignment",
  "Control loading calibration",
  "Navigation database update",
  "Quarterly QTG run (14 CFR 60.19)",
] as const;

/** Nights that belong to the technicians: of two a week for each device, this share; planned before anything else. */
export const planMaintenance = (planning: Planning, devices: readonly TrainingDevice[], share: number): Session[] => {
  const { random, clock, calendar, period } = planning;
  return devices.flatMap((device, index) => {
    const sessions: Session[] = [];
    for (let day = period.from; day <= period.until; day += 1) {
      if ((day + index) % 7 !== 0 && (day + index) % 7 !== 3) continue;
      if (!random.chance(share)) continue;
      const from = clock.at(day, 22);
      const interval = { from, to: from + random.pick([2, 3, 4]) * HOUR_MS };
      if (!calendar.isFree(device.name, interval)) continue;
      const became = outcomeOf(random, interval, planning.now, false);
      if (became.status === "CANCELLED") became.cancelReason = "Technicians needed on another device";
      else calendar.take([device.name], interval);
      sessions.push(sessionOf(device.name, interval, became, "MAINTENANCE", random.pick(MAINTENANCE_NOTES), null));
    }
    return sessions;
  });
};

const sessionOf = (
  simulator: string,
  interval: Interval,
  became: Outcome,
  sessionType: Session["sessionType"],
  notes: string,
  instructor: string | null,
): Session => ({
  ...interval,
  ...became,
  simulator,
  trainees: [],
  instructor,
  sessionType,
  notes,
  externalRef: null,
  course: null,
});

/** Two hours with someone who may become a customer, where the calendar has room. */
export const planDemos = (planning: Planning, programmes: readonly Programme[], count: number): Session[] => {
  const { random, calendar, now, period } = planning;
  return Array.from({ length: count }, () => demoAt(planning, programmes, random.int(period.from, period.until)))
    .filter(({ simulator, instructor, from, to }) => {
      const interval = { from, to };
      if (instructor === null || !calendar.isFree(simulator, interval) || !mayWork(calendar, instructor, interval))
        return false;
      calendar.take([simulator, instructor], interval);
      return true;
    })
    .map((demo) => ({ ...demo, ...outcomeOf(random, demo, now, false) }));
};

/** Requests for the three weeks after tomorrow, made without a look at the calendar: some of them collide. */
export const planLateRequests = (planning: Planning, programmes: readonly Programme[], count: number): Session[] =>
  Array.from({ length: count }, () => demoAt(planning, programmes, planning.period.today + planning.random.int(2, 21)));

const demoAt = (
  { random, clock, crew, customers }: Planning,
  programmes: readonly Programme[],
  day: number,
): Session => {
  const programme = random.pick(programmes);
  const from = clock.at(day, random.pick([8, 9, 10, 12, 14, 15, 16, 18]));
  return sessionOf(
    programme.full.name,
    { from, to: from + 2 * HOUR_MS },
    { status: "SCHEDULED", cancelReason: null },
    "DEMO",
    `Demonstration for ${random.pick(customers)}`,
    random.pick(instructorsFor(crew, programme.type, false)),
  );
};
