import { z } from "zod";
import { listOf, pageOf, search, snapshotInput } from "../../lib/pagination.ts";
import { count, email, instant, nounBase, storedText, text, uuid } from "../../lib/schemas.ts";

export const CREW_ROLES = [
  "CAPTAIN",
  "FIRST_OFFICER",
  "FLIGHT_ATTENDANT",
  "INSTRUCTOR",
  "CHECK_INSTRUCTOR",
  "DISPATCHER",
  "MAINTENANCE",
] as const;
export const DUTY_STATUSES = ["ON_DUTY", "RESERVE", "REST", "OFF"] as const;

export const crewRole = z.enum(CREW_ROLES);
export type CrewRole = z.infer<typeof crewRole>;

/** Flightcrew members, to whom 14 CFR part 117 applies. */
export const isPilot = (role: CrewRole): boolean => role === "CAPTAIN" || role === "FIRST_OFFICER";

export const dutyStatus = z.enum(DUTY_STATUSES).meta({
  description:
    "ON_DUTY: a session, a trip's duty or a reserve call-out of theirs is running. RESERVE: inside a reserve window. REST: under 10 hours since the last duty ended. Else OFF.",
});
export type DutyStatus = z.infer<typeof dutyStatus>;

const userId = uuid.meta({ description: "The person, as the flight log names them; one crew member per person." });

const identity = {
  userId,
  firstName: storedText(100).meta({ example: "Robin" }),
  lastName: storedText(100).meta({ example: "Adeyemi" }),
  employeeNumber: storedText(40).meta({ example: "E-10482" }),
  role: crewRole,
  base: storedText(3).meta({ description: "Home base, IATA.", example: "DEN" }),
  aircraftTypes: z
    .array(storedText(60))
    .max(50)
    .meta({ example: ["B738"] }),
};

/** A crew member as the database keeps it and the console shows it. */
export const crewMember = z
  .object({ ...nounBase, ...identity, email })
  .meta({ id: "CrewMember", description: "Someone whom the center rosters." });
export type CrewMember = z.infer<typeof crewMember>;

/** A crew member and what they are doing, as of one instant. */
export const crewSnapshot = z
  .object({
    ...nounBase,
    ...identity,
    dutyStatus,
    dutySince: instant.nullable().meta({ description: "Start of the running duty; null unless ON_DUTY." }),
    restUntil: instant.nullable().meta({ description: "End of the running rest; null unless REST." }),
    flightMinutes28d: count().meta({
      description: "Logged flight minutes of today and the 27 days before, by the center's calendar.",
      example: 2310,
    }),
    asOf: instant.meta({ description: "The center's clock at the read." }),
  })
  .meta({ id: "CrewSnapshot", description: "A crew member's identity, role, base and duty status as of now." });
export type CrewSnapshot = z.infer<typeof crewSnapshot>;

export const crewPage = pageOf(crewSnapshot, "CrewPage");

export const crewFilters = snapshotInput({
  role: listOf(crewRole, CREW_ROLES.length)
    .optional()
    .meta({ description: "One role or several, comma-separated.", example: ["INSTRUCTOR"] }),
  status: listOf(dutyStatus, DUTY_STATUSES.length)
    .optional()
    .meta({ description: "One duty status or several, comma-separated.", example: ["ON_DUTY"] }),
  search: search.optional(),
});

/** An airport as bases name it. */
export const iata = z
  .string()
  .regex(/^[A-Z]{3}$/, "must be an IATA code: three upper-case letters")
  .meta({ description: "IATA code.", example: "DEN" });

const changeable = {
  firstName: text(100),
  lastName: text(100),
  employeeNumber: text(40),
  email,
  role: crewRole,
  base: iata,
  aircraftTypes: z.array(text(60)).max(50),
};

/** What a new crew member is made from; a person who is not known yet gets a user id of their own. */
export const crewDraft = z.strictObject({ ...changeable, userId: userId.optional() });
export type CrewDraft = z.output<typeof crewDraft>;

export const crewChange = z.strictObject(changeable).partial();
export type CrewChange = z.output<typeof crewChange>;
