import { fail, type Failure, invalidTransition, type InputFault } from "../../lib/errors.ts";
import { HOUR_MS, type Instant, MINUTE_MS, msBetween } from "../../lib/time.ts";
import type { Origin } from "../../lib/transaction.ts";
import type { Booking, BookingDraft, BookingStatus } from "./schema.ts";

const SHORTEST_MS = 15 * MINUTE_MS;
const LONGEST_MS = 12 * HOUR_MS;

/** Which states follow which; what is not listed is refused. */
export const TRANSITIONS: Readonly<Record<BookingStatus, readonly BookingStatus[]>> = {
  SCHEDULED: ["IN_PROGRESS", "CANCELLED", "NO_SHOW"],
  IN_PROGRESS: ["COMPLETED", "CANCELLED"],
  COMPLETED: [],
  CANCELLED: [],
  NO_SHOW: [],
};

/** Whether a booking in this state keeps its device and people from others. */
export const occupies = (status: BookingStatus): boolean => status === "SCHEDULED" || status === "IN_PROGRESS";

/** What a booking says of time, people and kind, judged by itself. */
export type Session = Pick<BookingDraft, "startsAt" | "endsAt" | "trainees" | "sessionType">;

/** What is wrong with a session whatever else is booked: its length, its past, its seats. */
export const sessionFaults = (session: Session, now: Instant, origin: Origin = "change"): InputFault[] => {
  const faults: InputFault[] = [];
  const length = msBetween(session.startsAt, session.endsAt);
  if (length < SHORTEST_MS) faults.push({ path: "endsAt", message: "must be at least 15 minutes after startsAt" });
  if (length > LONGEST_MS) faults.push({ path: "endsAt", message: "must be at most 12 hours after startsAt" });
  if (origin === "change" && session.startsAt <= now)
    faults.push({ path: "startsAt", message: `must be in the future; the center's clock shows ${now}` });
  if (session.sessionType === "MAINTENANCE" && session.trainees.length > 0)
    faults.push({ path: "trainees", message: "must be empty in a MAINTENANCE session" });
  return [...faults, ...seatFaults(session.trainees)];
};

const seatFaults = (trainees: Session["trainees"]): InputFault[] =>
  trainees.flatMap(({ id, seat }, index) => {
    const before = trainees.slice(0, index);
    if (before.some((other) => other.id === id))
      return [{ path: `trainees.${index}.id`, message: "is already in this session" }];
    if (seat !== "OBSERVER" && before.some((other) => other.seat === seat))
      return [{ path: `trainees.${index}.seat`, message: `${seat} is already taken in this session` }];
    return [];
  });

export const invalidSession = (faults: InputFault[]): Failure =>
  fail("invalid_request", `${faults.map(({ path, message }) => `${path} ${message}`).join("; ")}.`, {
    errors: faults,
  });

/** The booking in its next state, or why it cannot go there. */
export const move = (row: Booking, to: BookingStatus, now: Instant, reason?: string): Booking | Failure => {
  if (!TRANSITIONS[row.status].includes(to))
    return invalidTransition("booking", row.status, to, TRANSITIONS[row.status]);
  if (to === "NO_SHOW" && now <= row.startsAt)
    return fail("invalid_transition", `A no-show can be recorded only after the session's start, ${row.startsAt}.`, {
      allowed: TRANSITIONS[row.status].filter((status) => status !== "NO_SHOW"),
    });
  return { ...row, status: to, cancelReason: to === "CANCELLED" ? (reason ?? null) : row.cancelReason };
};
