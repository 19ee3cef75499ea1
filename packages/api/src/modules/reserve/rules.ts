import { fail, type Failure, type InputFault, invalidFields, invalidTransition } from "../../lib/errors.ts";
import { DAY_MS, HOUR_MS, type Instant, msBetween, plusMs, type Zone } from "../../lib/time.ts";
import { LONGEST_DUTY_HOURS, LONGEST_DUTY_MS, REST_MS } from "../crew/rules.ts";
import { type CrewRole, isPilot } from "../crew/schema.ts";
import { firstLowAfter } from "./circadian-low.ts";
import {
  type CallOut,
  type ContactAttempt,
  LONGEST_WINDOW_DAYS,
  MOST_ATTEMPTS,
  type ReserveAssignment,
  type ReserveStatus,
} from "./schema.ts";

/** Which states follow which; what is not listed is refused. */
export const TRANSITIONS: Readonly<Record<ReserveStatus, readonly ReserveStatus[]>> = {
  AVAILABLE: ["CALLED_OUT", "NO_CONTACT", "RELEASED"],
  NO_CONTACT: ["CALLED_OUT", "RELEASED"],
  CALLED_OUT: ["RELEASED"],
  RELEASED: [],
};

/** A short-call reserve availability period of a pilot (14 CFR 117.21(c)(1)). */
const LONGEST_SHORT_CALL_MS = 14 * HOUR_MS;

/** Before a long-call duty that begins before the window of circadian low and runs into it (14 CFR 117.21(d)). */
const LONG_CALL_NOTICE_MS = 12 * HOUR_MS;

export type Window = Pick<ReserveAssignment, "type" | "windowStart" | "windowEnd">;

/** What is wrong with a window by itself. History that an import brings is not judged by today's limits. */
export const windowFaults = (window: Window, role: CrewRole, now: Instant, history = false): InputFault[] => {
  const { type, windowStart, windowEnd } = window;
  const length = msBetween(windowStart, windowEnd);
  if (length <= 0) return [{ path: "windowEnd", message: "must be after windowStart" }];
  if (length > LONGEST_WINDOW_DAYS * DAY_MS)
    return [{ path: "windowEnd", message: `must be at most ${LONGEST_WINDOW_DAYS} days after windowStart` }];
  if (history) return [];
  const faults: InputFault[] = [];
  if (windowStart < now)
    faults.push({ path: "windowStart", message: `must not be in the past; the center's clock shows ${now}` });
  if (type === "SHORT_CALL" && isPilot(role) && length > LONGEST_SHORT_CALL_MS)
    faults.push({
      path: "windowEnd",
      message: "must be at most 14 hours after windowStart for a pilot's short-call reserve (14 CFR 117.21(c)(1))",
    });
  return faults;
};

type Course = Pick<
  ReserveAssignment,
  "status" | "windowStart" | "calledOutAt" | "reportAt" | "dutyEndsAt" | "releasedAt" | "attempts"
>;

/** What an import must bring along for the state that it says, and must not bring for others. */
export const courseFaults = (course: Course): InputFault[] => {
  const { status, calledOutAt, reportAt, dutyEndsAt, releasedAt, attempts } = course;
  const faults: InputFault[] = [];
  const calledOut = [calledOutAt, reportAt, dutyEndsAt];
  const whole = calledOut.every((at) => at !== null);
  if (status === "CALLED_OUT" && !whole)
    faults.push({ path: "calledOutAt", message: "is required for CALLED_OUT, with reportAt and dutyEndsAt" });
  if (!whole && calledOut.some((at) => at !== null))
    faults.push({ path: "calledOutAt", message: "goes only together with reportAt and dutyEndsAt" });
  if (calledOutAt !== null && (status === "AVAILABLE" || status === "NO_CONTACT"))
    faults.push({ path: "calledOutAt", message: `must be empty for ${status}` });
  if (reportAt !== null && dutyEndsAt !== null && dutyEndsAt <= reportAt)
    faults.push({ path: "dutyEndsAt", message: "must be after reportAt" });
  if ((status === "RELEASED") !== (releasedAt !== null))
    faults.push({ path: "releasedAt", message: "is required for RELEASED, and goes only with it" });
  if (releasedAt !== null && calledOutAt !== null && releasedAt < calledOutAt)
    faults.push({ path: "releasedAt", message: "must not be before calledOutAt" });
  if (status === "NO_CONTACT" && !attempts.some(isVain))
    faults.push({ path: "attempts", message: "must hold an attempt that did not reach the person for NO_CONTACT" });
  return faults;
};

const isVain = ({ outcome }: ContactAttempt): boolean => outcome !== "REACHED";

type Next = ReserveAssignment | Failure;

/** Calls the person out for a duty. Like every step here: repeated, it gives the very same row back. */
export const callOut = (row: ReserveAssignment, duty: CallOut, role: CrewRole, now: Instant, zone: Zone): Next => {
  if (row.status === "CALLED_OUT" && row.reportAt === duty.reportAt && row.dutyEndsAt === duty.dutyEndsAt) return row;
  if (!allows(row, "CALLED_OUT")) return refused(row, "CALLED_OUT");
  if (now >= row.windowEnd) return windowOver(row);
  const faults = dutyFaults(row, duty, now);
  if (faults.length > 0) return invalidFields(faults);
  if (row.type === "LONG_CALL" && isPilot(role) && lacksNotice(duty, now, zone)) return shortNotice(duty);
  return { ...row, status: "CALLED_OUT", calledOutAt: now, ...duty };
};

const dutyFaults = (row: ReserveAssignment, { reportAt, dutyEndsAt }: CallOut, now: Instant): InputFault[] => {
  const faults: InputFault[] = [];
  if (reportAt < now)
    faults.push({ path: "reportAt", message: `must not be in the past; the center's clock shows ${now}` });
  if (reportAt < row.windowStart)
    faults.push({ path: "reportAt", message: `must not be before the window's start, ${row.windowStart}` });
  if (dutyEndsAt <= reportAt) faults.push({ path: "dutyEndsAt", message: "must be after reportAt" });
  if (msBetween(reportAt, dutyEndsAt) > LONGEST_DUTY_MS)
    faults.push({ path: "dutyEndsAt", message: `must be at most ${LONGEST_DUTY_HOURS} hours after reportAt` });
  return faults;
};

/** Whether a long-call duty needs 12 hours of notice that it does not get (14 CFR 117.21(d)). */
export const lacksNotice = ({ reportAt, dutyEndsAt }: CallOut, now: Instant, zone: Zone): boolean =>
  dutyEndsAt > firstLowAfter(reportAt, zone) && msBetween(now, reportAt) < LONG_CALL_NOTICE_MS;

const shortNotice = ({ reportAt }: CallOut): Failure => {
  const message =
    "needs 12 hours of notice: the duty begins before and runs into 02:00 to 05:59 local (14 CFR 117.21(d))";
  return fail(
    "conflict",
    `A pilot on long-call reserve cannot report at ${reportAt}: it ${message}. Choose a later reportAt, or a duty that ends before 02:00 local.`,
    { errors: [{ path: "reportAt", message }] },
  );
};

/** Records that the person could not be reached: at least one attempt must say so. */
export const recordNoContact = (row: ReserveAssignment, now: Instant): Next => {
  if (row.status === "NO_CONTACT") return row;
  if (!allows(row, "NO_CONTACT")) return refused(row, "NO_CONTACT");
  if (now >= row.windowEnd) return windowOver(row);
  return row.attempts.some(isVain)
    ? { ...row, status: "NO_CONTACT" }
    : fail(
        "conflict",
        "No contact needs a recorded attempt that did not reach the crew member. Record the attempt first.",
        {
          errors: [{ path: "attempts", message: "must hold an attempt that did not reach the crew member" }],
        },
      );
};

/** Adds an attempt while the person may still be called out. */
export const recordAttempt = (row: ReserveAssignment, attempt: ContactAttempt): Next => {
  if (!allows(row, "CALLED_OUT"))
    return fail("invalid_transition", `A reserve assignment that is ${row.status} takes no more attempts.`, {
      allowed: TRANSITIONS[row.status],
    });
  if (attempt.at >= row.windowEnd) return windowOver(row);
  if (row.attempts.length >= MOST_ATTEMPTS)
    return fail(
      "conflict",
      `${MOST_ATTEMPTS} attempts are recorded already; release the crew member or call them out.`,
    );
  return { ...row, attempts: [...row.attempts, attempt] };
};

/** Releases by hand; what time does is `expire`. */
export const release = (row: ReserveAssignment, now: Instant): Next => {
  if (row.status === "RELEASED") return row;
  const over = row.status !== "CALLED_OUT" && now > row.windowEnd;
  return { ...row, status: "RELEASED", releasedAt: over ? row.windowEnd : now };
};

/** What time does when the window is over: who was not called out is free, as of the window's end. */
export const expire = (row: ReserveAssignment): ReserveAssignment => ({
  ...row,
  status: "RELEASED",
  releasedAt: row.windowEnd,
});

/** Until when the window keeps other windows of the person away; its start where it was released before it began. */
export const heldUntil = ({ windowStart, windowEnd, releasedAt }: ReserveAssignment): Instant => {
  const end = releasedAt !== null && releasedAt < windowEnd ? releasedAt : windowEnd;
  return end < windowStart ? windowStart : end;
};

/** When the person's rest can begin: after the window, or after the duty that they were called out for. */
export const freeAt = (row: ReserveAssignment): Instant => {
  const held = heldUntil(row);
  const duty = row.reportAt === null ? null : (row.releasedAt ?? row.dutyEndsAt);
  return duty !== null && duty > held ? duty : held;
};

/** The rest ends here at the earliest, counted from when the person is free. */
export const restedAt = (row: ReserveAssignment): Instant => plusMs(freeAt(row), REST_MS);

const allows = (row: ReserveAssignment, to: ReserveStatus): boolean => TRANSITIONS[row.status].includes(to);

const refused = (row: ReserveAssignment, to: ReserveStatus): Failure =>
  invalidTransition("reserve assignment", row.status, to, TRANSITIONS[row.status]);

const windowOver = (row: ReserveAssignment): Failure =>
  fail(
    "invalid_transition",
    `The window ended at ${row.windowEnd}; the crew member is released. Assign another window.`,
    {
      allowed: ["RELEASED"],
    },
  );
