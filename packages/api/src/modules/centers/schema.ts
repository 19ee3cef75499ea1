import { z } from "zod";
import { ROLES } from "../../lib/roles.ts";
import { email, instant, instantInput, storedText, text, uuid } from "../../lib/schemas.ts";
import { isZone } from "../../lib/time.ts";

export const role = z.enum(ROLES);
export const roles = z.array(role).min(1).max(ROLES.length);

const centerName = text(120);
const timezone = text(64).refine(isZone, 'is not an IANA time zone such as "America/Denver"');

/** What kind of organisation sample data tells of. */
export const SAMPLE_DATA = ["training-center", "carrier"] as const;
export type SampleData = (typeof SAMPLE_DATA)[number];

export const centerDraft = z.strictObject({
  name: centerName,
  timezone: timezone.default("UTC"),
  /** A training center's (14 CFR Part 142) unless given. */
  sampleData: z.enum(SAMPLE_DATA).optional(),
});
export type CenterDraft = z.output<typeof centerDraft>;

export const centerChange = z.strictObject({ name: centerName.optional(), timezone: timezone.optional() });
export type CenterChange = z.output<typeof centerChange>;

/** A center as its own staff see it. `now` is its clock: the database's, or a sandbox's that was moved ahead. */
export const center = z.object({
  id: uuid,
  mode: z.enum(["live", "test"]),
  liveCenterId: uuid.nullable(),
  name: storedText(120),
  timezone: storedText(64),
  now: instant,
  clockOffsetSeconds: z.int().min(0),
  createdAt: instant,
  updatedAt: instant,
});
export type Center = z.infer<typeof center>;

/** A live center that a user works in, with the sandbox beside it. */
export const membership = z.object({ center, sandbox: center, roles });
export type Membership = z.infer<typeof membership>;

export const member = z.object({ userId: uuid, name: storedText(200), email, roles, createdAt: instant });
export type Member = z.infer<typeof member>;

export const memberChange = z.strictObject({ userId: uuid, roles });
export const memberReference = z.strictObject({ userId: uuid });

export const invitationDraft = z.strictObject({ email: email.overwrite((value) => value.toLowerCase()), roles });
export type InvitationDraft = z.output<typeof invitationDraft>;

export const invitation = z.object({
  id: uuid,
  email,
  roles,
  invitedBy: storedText(200),
  createdAt: instant,
  expiresAt: instant,
});
export type Invitation = z.infer<typeof invitation>;

/** The token makes the link that the invited person opens. It is shown this once. */
export const newInvitation = invitation.extend({ token: storedText(40) });
export type NewInvitation = z.infer<typeof newInvitation>;

export const invitationReference = z.strictObject({ id: uuid });
export const clockTarget = z.strictObject({ to: instantInput });
export const nothing = z.strictObject({});
export const done = z.object({ done: z.literal(true) });
