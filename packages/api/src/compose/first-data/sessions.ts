import type { Booking } from "../../modules/bookings/schema.ts";
import type { CrewDraft } from "../../modules/crew/schema.ts";
import type { Calendar, Interval } from "./calendar.ts";
import type { ClientCrew, Period, Run } from "./clients.ts";
import type { CourseKind, Lesson } from "./courses.ts";
import { type Outcome, outcomeOf } from "./outcomes.ts";
import { findPlace, instructorsFor, type Place } from "./placement.ts";
import type { Random } from "./random.ts";
import type { Day, WallClock } from "./wall-clock.ts";

/** A session before its people and device have ids. */
export interface Session extends Interval, Outcome {
  simulator: string;
  trainees: readonly { email: string; seat: Booking["trainees"][number]["seat"] }[];
  /** An employee number. */
  instructor: string | null;
  sessionType: Booking["sessionType"];
  notes: string | null;
  externalRef: string | null;
  course: CourseKind | null;
}

/** A client crew with what was planned for it. */
export interface Trained {
  crew: ClientCrew;
  /** Employee number of who teaches them. */
  primaryInstructor: string;
  sessions: readonly Session[];
}

/** A device that cannot be used for a while. */
export interface Outage extends Interval {
  simulator: string;
  reason: string;
}

export interface Planning {
  random: Random;
  clock: WallClock;
  calendar: Calendar;
  crew: readonly CrewDraft[];
  period: Period;
  now: number;
  outage: Outage | null;
  /** Who hires devices. */
  customers: readonly string[];
}

/** Plans every run of every client, the earliest first, as a dispatcher would have. */
export const planSessions = (planning: Planning, clients: readonly ClientCrew[]): Trained[] => {
  const trained = clients.map((crew) => ({
    crew,
    primaryInstructor: primaryFor(planning, crew),
    sessions: [] as Session[],
  }));
  const runs = trained.flatMap((one) => one.crew.runs.map((run) => ({ one, run })));
  for (const { one, run } of runs.toSorted((a, b) => a.run.from - b.run.from))
    one.sessions.push(...planRun(planning, one, run));
  return trained;
};

const primaryFor = ({ random, crew }: Planning, { programme }: ClientCrew): string => {
  const teachers = crew.filter(
    ({ role, aircraftTypes }) => role === "INSTRUCTOR" && aircraftTypes.includes(programme.type),
  );
  return random.pick(teachers).employeeNumber;
};

const REPEATED = new Set(["CANCELLED", "NO_SHOW"]);
const HOURS = [6, 10, 10, 14, 14, 18];

/** Lesson by lesson; one that did not take place is repeated, and every sixth day is free. */
const planRun = (planning: Planning, client: Omit<Trained, "sessions">, run: Run): Session[] => {
  const { random, period } = planning;
  const hour = random.pick(HOURS);
  const sessions: Session[] = [];
  let earliest = run.from;
  for (let next = 0; next < run.lessons.length;) {
    const lesson = run.lessons[next];
    const place = lesson && placeLesson(planning, client, lesson, hour, earliest);
    if (!place || place.day > period.until) break;
    const session = sessionAt(planning, client, run.kind, lesson, place);
    sessions.push(session);
    if (!REPEATED.has(session.status)) next += 1;
    earliest = place.day + ((place.day - run.from) % 7 === 5 ? 2 : 1);
  }
  return sessions;
};

const present = ({ seats, absence }: ClientCrew, day: Day): (typeof seats)[number][] =>
  seats.filter((_, seat) => absence === null || absence.seat !== seat || day < absence.from);

const placeLesson = (
  { random, calendar, clock, crew }: Planning,
  { crew: client, primaryInstructor }: Omit<Trained, "sessions">,
  { device, sessionType, dry }: Lesson,
  hour: number,
  earliest: Day,
): Place | undefined => {
  const checks = sessionType === "CHECKRIDE";
  const able = random.shuffled(instructorsFor(crew, client.programme.type, checks));
  const others = able.filter((one) => one !== primaryInstructor);
  return findPlace(calendar, clock, {
    device: client.programme[device],
    trainees: present(client, earliest).map(({ email }) => email),
    instructors: dry ? [] : checks ? others : [primaryInstructor, ...others], // nobody checks their own trainee
    hour,
    earliest,
  });
};

/** The session, with what became of it; unless it was cancelled, its device and people are taken. */
const sessionAt = (
  { random, calendar, now, outage }: Planning,
  { crew }: Omit<Trained, "sessions">,
  course: CourseKind,
  lesson: Lesson,
  { day, interval, instructor }: Place,
): Session => {
  const simulator = crew.programme[lesson.device].name;
  const trainees = crew.seats.flatMap(({ email }, place) =>
    present(crew, day).some((one) => one.email === email)
      ? [{ email, seat: place === 0 ? ("LEFT" as const) : ("RIGHT" as const) }]
      : [],
  );
  const hit = outage?.simulator === simulator && outage.from < interval.to && interval.from < outage.to;
  const became: Outcome = hit
    ? { status: "CANCELLED", cancelReason: outage.reason }
    : outcomeOf(random, interval, now, true);
  if (became.status !== "CANCELLED")
    calendar.take(
      [simulator, ...trainees.map(({ email }) => email), ...(instructor === null ? [] : [instructor])],
      interval,
    );
  return {
    ...interval,
    ...became,
    simulator,
    trainees,
    instructor,
    sessionType: lesson.sessionType,
    notes: random.chance(0.6) ? lesson.title : null,
    externalRef: null,
    course,
  };
};
