import { z } from "zod";
import { listInput, listOf, pageOf, search } from "../../lib/pagination.ts";
import { instant, instantInput, nounBase, storedText, uuid } from "../../lib/schemas.ts";
import { iata } from "../crew/schema.ts";

export const RESERVE_STATUSES = ["AVAILABLE", "CALLED_OUT", "NO_CONTACT", "RELEASED"] as const;
export const RESERVE_TYPES = ["LONG_CALL", "SHORT_CALL", "AIRPORT_STANDBY"] as const;
export const CONTACT_METHODS = ["PHONE", "SMS", "EMAIL", "APP"] as const;
export const CONTACT_OUTCOMES = ["REACHED", "NO_ANSWER", "MESSAGE_LEFT", "UNREACHABLE"] as const;

/** No window is longer: a longer one is a slip of the pen, and would keep its person from every other. */
export const LONGEST_WINDOW_DAYS = 31;
export const MOST_ATTEMPTS = 50;

export const reserveStatus = z.enum(RESERVE_STATUSES);
export type ReserveStatus = z.infer<typeof reserveStatus>;

export const reserveType = z.enum(RESERVE_TYPES).meta({
  description: "Long-call, short-call or airport/standby reserve (14 CFR 117.3, 117.21).",
  example: "SHORT_CALL",
});
export type ReserveType = z.infer<typeof reserveType>;

const method = z.enum(CONTACT_METHODS);
const outcome = z.enum(CONTACT_OUTCOMES);

/** One try to reach the person. */
export const contactAttempt = z
  .object({ at: instant, method, outcome: outcome.meta({ example: "NO_ANSWER" }) })
  .meta({ id: "ReserveContactAttempt", description: "One try to reach the crew member." });
export type ContactAttempt = z.infer<typeof contactAttempt>;

/** A reserve assignment as the API serves it, as events carry it, and as the database keeps it. */
export const reserveAssignment = z
  .object({
    ...nounBase,
    crewMember: z
      .object({ id: uuid, name: storedText(201).meta({ example: "Robin Adeyemi" }) })
      .meta({ id: "ReserveCrewMember" }),
    type: reserveType,
    base: storedText(3).meta({ description: "Where the reserve is held, IATA.", example: "DEN" }),
    windowStart: instant,
    windowEnd: instant.meta({ example: "2026-06-01T02:03:22.000Z" }),
    status: reserveStatus,
    calledOutAt: instant.nullable().meta({ description: "When the crew member got the assignment.", example: null }),
    reportAt: instant.nullable().meta({ description: "Start of the duty called out for.", example: null }),
    dutyEndsAt: instant.nullable().meta({
      description: "Scheduled end of the duty called out for (judges the notice of 14 CFR 117.21(d)).",
      example: null,
    }),
    releasedAt: instant.nullable().meta({ example: null }),
    attempts: z.array(contactAttempt).max(MOST_ATTEMPTS),
  })
  .meta({ id: "ReserveAssignment", description: "A crew member's reserve window and what came of it." });
export type ReserveAssignment = z.infer<typeof reserveAssignment>;

export const reservePage = pageOf(reserveAssignment, "ReserveAssignmentPage");

export const reserveFilters = listInput({
  status: listOf(reserveStatus, RESERVE_STATUSES.length)
    .optional()
    .meta({ description: "One status or several, comma-separated.", example: ["AVAILABLE"] }),
  type: listOf(reserveType, RESERVE_TYPES.length)
    .optional()
    .meta({ description: "One type or several, comma-separated.", example: ["SHORT_CALL"] }),
  crewMemberId: uuid.optional(),
  search: search.optional(),
  from: instantInput.optional().meta({ description: "Windows that end after this instant." }),
  to: instantInput.optional().meta({ description: "Windows that start before this instant." }),
});

/** What a reserve assignment is made from; at the crew member's own base unless said. */
export const reserveDraft = z.strictObject({
  crewMemberId: uuid,
  type: reserveType,
  base: iata.optional(),
  windowStart: instantInput,
  windowEnd: instantInput,
});
export type ReserveDraft = z.output<typeof reserveDraft>;

/** The duty that a reserve is called out for. */
export const callOutInput = z.strictObject({
  reportAt: instantInput,
  dutyEndsAt: instantInput.meta({ description: "Scheduled release from the duty." }),
});
export type CallOut = z.output<typeof callOutInput>;

export const attemptInput = z.strictObject({ method, outcome });
export type AttemptInput = z.output<typeof attemptInput>;
