import { fail, type Failure, type InputFault, invalidFields, invalidTransition } from "../../lib/errors.ts";
import {
  daysBetween,
  HOUR_MS,
  type Instant,
  localDate,
  plusDays,
  plusMs,
  startOfDay,
  type Zone,
} from "../../lib/time.ts";
import type { DeferralStatus, ExtensionDraft, MelDeferral, MelDeferralDraft, RepairCategory } from "./schema.ts";

/** Which states follow which; what is not listed is refused. OPEN becomes EXPIRED by time alone. */
export const TRANSITIONS: Readonly<Record<DeferralStatus, readonly DeferralStatus[]>> = {
  OPEN: ["EXPIRED", "CLOSED"],
  EXPIRED: ["CLOSED"],
  CLOSED: [],
};

/** Calendar days allowed by repair category, the day of recording excluded (FAA MMEL PL-25). */
const REPAIR_DAYS = { B: 3, C: 10, D: 120 } as const;

/** How long before its expiry a deferral is announced as expiring. */
export const ANNOUNCED_BEFORE_MS = 48 * HOUR_MS;

/**
 * The first instant after a repair interval of whole calendar days in the center's zone. It begins with the write-up,
 * not with the deferral, and leaves out the day of recording (FAA MMEL PL-25). Never days × 24 h: clocks change.
 */
export const repairDeadline = (recordedAt: Instant, days: number, zone: Zone): Instant =>
  startOfDay(plusDays(localDate(recordedAt, zone), days + 1), zone);

/** What the repair interval follows from. */
export type Deadline = Pick<MelDeferralDraft, "category" | "expiresAt"> & Pick<MelDeferral, "recordedAt" | "interval">;

/** When the interval without an extension is over; faults where it cannot be told. */
export const expiryOf = (deadline: Deadline, zone: Zone): Instant | InputFault[] => {
  const { category, interval, expiresAt, recordedAt } = deadline;
  if (category !== "A" && interval !== null)
    return [{ path: "interval", message: `goes only with category A; ${counted(category)} (FAA MMEL PL-25)` }];
  if (category === "A" && interval === null)
    return [{ path: "interval", message: "is required for category A: the MEL's remarks state it (FAA MMEL PL-25)" }];
  if (interval !== null && interval.unit !== "CALENDAR_DAYS") {
    if (expiresAt === undefined)
      return [{ path: "expiresAt", message: `is required: only you know when ${interval.unit} are used up` }];
    return expiresAt > recordedAt ? expiresAt : [{ path: "expiresAt", message: "must be after recordedAt" }];
  }
  if (expiresAt !== undefined)
    return [{ path: "expiresAt", message: "follows from recordedAt in calendar days (FAA MMEL PL-25): leave it out" }];
  const days = category === "A" ? interval?.value : REPAIR_DAYS[category];
  return days === undefined ? [] : repairDeadline(recordedAt, days, zone);
};

const counted = (category: Exclude<RepairCategory, "A">): string =>
  `category ${category} has ${REPAIR_DAYS[category]} calendar days`;

/**
 * The deferral in a center that has moved to another zone. Its calendar days are counted anew, those of an extension
 * too; what was given as an instant (flight days, hours, cycles; an import's own expiry) stays, and so does what is over.
 */
export const inZone = (row: MelDeferral, from: Zone, to: Zone): MelDeferral => {
  const { status, interval, recordedAt, expiresAt, extension } = row;
  const lastDay = localDate(expiresAt, from);
  const isCounted = interval === null || interval.unit === "CALENDAR_DAYS";
  if (status !== "OPEN" || !isCounted || startOfDay(lastDay, from) !== expiresAt) return row;
  const until = repairDeadline(recordedAt, daysBetween(localDate(recordedAt, from), lastDay) - 1, to);
  return { ...row, expiresAt: until, extension: extension && { ...extension, until } };
};

/** Where time has put a deferral that is not closed. */
export const statusAt = (expiresAt: Instant, now: Instant): DeferralStatus => (expiresAt <= now ? "EXPIRED" : "OPEN");

/** Whether the announcement of an expiry was due before `now`: an import brings along what was announced elsewhere. */
export const announcedBy = (expiresAt: Instant, now: Instant): boolean =>
  plusMs(expiresAt, -ANNOUNCED_BEFORE_MS) <= now;

/** What is wrong with when things happened, and with what is missing for the state; `firstExpiry` without extension. */
export const courseFaults = (row: MelDeferral, firstExpiry: Instant, now: Instant, zone: Zone): InputFault[] => {
  const faults: InputFault[] = [];
  const { recordedAt, deferredAt, expiresAt, status, closedAt, correctiveAction } = row;
  const closed = status === "CLOSED";
  if (recordedAt > now)
    faults.push({ path: "recordedAt", message: `must not be in the future; the center's clock shows ${now}` });
  if (deferredAt < recordedAt || deferredAt > now || deferredAt >= firstExpiry)
    faults.push({ path: "deferredAt", message: "must lie between recordedAt and now, before expiresAt" });
  if (closed !== (closedAt !== null))
    faults.push({ path: "closedAt", message: "is required for CLOSED, and goes only with it" });
  if (closedAt !== null && (closedAt < deferredAt || closedAt > now))
    faults.push({ path: "closedAt", message: "must lie between deferredAt and now" });
  if (closed !== (correctiveAction !== null))
    faults.push({ path: "correctiveAction", message: "is required for CLOSED, and goes only with it" });
  if (!closed && status !== statusAt(expiresAt, now))
    faults.push({ path: "status", message: `must be ${statusAt(expiresAt, now)}: the interval ends at ${expiresAt}` });
  return [...faults, ...extensionFaults(row, firstExpiry, now, zone)];
};

const extensionFaults = (row: MelDeferral, firstExpiry: Instant, now: Instant, zone: Zone): InputFault[] => {
  const { category, extension, recordedAt, deferredAt } = row;
  if (extension === null) return [];
  const most = mostDaysMore(category);
  if (most === null) return [{ path: "extension", message: neverExtended(category) }];
  const faults: InputFault[] = [];
  if (extension.at < deferredAt || extension.at >= firstExpiry || extension.at > now)
    faults.push({ path: "extension.at", message: `must lie after deferredAt and before the expiry at ${firstExpiry}` });
  const latest = repairDeadline(recordedAt, 2 * most, zone);
  if (extension.until <= firstExpiry || extension.until > latest)
    faults.push({
      path: "extension.until",
      message: `must be after ${firstExpiry} and by ${latest}: ${most} days more at most (OpSpec D095)`,
    });
  return faults;
};

/** Why a deferral is not opened whose repair interval is over: the defect must be repaired before flight. */
export const openedTooLate = (expiresAt: Instant, now: Instant): InputFault[] =>
  expiresAt > now
    ? []
    : [{ path: "recordedAt", message: `leaves nothing: the repair interval ended at ${expiresAt} (FAA MMEL PL-25)` }];

/** An extension is at most as long as the interval itself; A and D have none (OpSpec D095). */
const mostDaysMore = (category: RepairCategory): number | null => {
  switch (category) {
    case "B":
    case "C":
      return REPAIR_DAYS[category];
    case "A":
    case "D":
      return null;
  }
};

const neverExtended = (category: RepairCategory): string =>
  `is not possible in category ${category}: only B and C may be extended (OpSpec D095)`;

type Next = MelDeferral | Failure;

/** The interval of B or C made longer, once, before it is over. Repeated as it was, it gives the very same row back. */
export const extend = (row: MelDeferral, draft: ExtensionDraft, now: Instant, zone: Zone): Next => {
  const { category, expiresAt, extension, recordedAt } = row;
  const most = mostDaysMore(category);
  if (most === null) return fail("conflict", `An extension ${neverExtended(category)}. Repair the item.`);
  const until = repairDeadline(recordedAt, most + draft.days, zone);
  if (extension !== null)
    return extension.reason === draft.reason && extension.approvedBy === draft.approvedBy && extension.until === until
      ? row
      : fail(
          "conflict",
          `This deferral was extended until ${extension.until}; a second time is not possible (OpSpec D095).`,
        );
  if (row.status !== "OPEN" || expiresAt <= now)
    return fail(
      "invalid_transition",
      `A deferral is extended before it expires (OpSpec D095); this one is ${row.status} and its interval ended at ${expiresAt}.`,
      { allowed: TRANSITIONS[row.status] },
    );
  if (draft.days > most) {
    const message = `must be at most ${most} in category ${category}: an extension is no longer than the interval (OpSpec D095)`;
    return invalidFields([{ path: "days", message }]);
  }
  const { reason, approvedBy } = draft;
  return { ...row, expiresAt: until, extension: { at: now, reason, approvedBy, until } };
};

/** The repair interval is over. */
export const expire = (row: MelDeferral): MelDeferral => ({ ...row, status: "EXPIRED" });

/** The item is repaired. Repeated, it gives the very same row back. */
export const close = (row: MelDeferral, correctiveAction: string, now: Instant): Next => {
  if (row.status === "CLOSED" && row.correctiveAction === correctiveAction) return row;
  return TRANSITIONS[row.status].includes("CLOSED")
    ? { ...row, status: "CLOSED", closedAt: now, correctiveAction }
    : invalidTransition("MEL deferral", row.status, "CLOSED", TRANSITIONS[row.status]);
};
