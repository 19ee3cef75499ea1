import { type Role, ROLES } from "@aviationalley/api/lib/roles.ts";

interface RoleText {
  label: string;
  hint: string;
}

const TEXTS: Record<Role, RoleText> = {
  OWNER: { label: "Owner", hint: "Everything, drug and alcohol testing included." },
  ADMIN: { label: "Admin", hint: "Everything but drug and alcohol testing: keys, webhooks, members." },
  DISPATCHER: { label: "Dispatcher", hint: "Bookings, crew, reserve and trip trades." },
  INSTRUCTOR: { label: "Instructor", hint: "Bookings, flight log, stage checks, cabin crew training." },
  MAINTENANCE: { label: "Maintenance", hint: "Work orders and MEL deferrals." },
  DER: { label: "DER", hint: "Designated employer representative: drug and alcohol testing." },
  VIEWER: { label: "Viewer", hint: "Reads, changes nothing, sees no drug and alcohol testing." },
};

export const roleLabel = (role: Role): string => TEXTS[role].label;

/** All roles with their texts, those above all first. */
export const ROLE_CHOICES = ROLES.map((role) => ({ role, ...TEXTS[role] }));

/** Only an owner gives and takes these; the server holds to the same rule. */
export const isOwnersOnly = (role: Role): boolean => role === "OWNER" || role === "DER";
