import { z } from "zod";
import { email, instant, storedText, uuid } from "../../lib/schemas.ts";
import { membership } from "../../modules/centers/schema.ts";

/** A center that the person works in, and what the roles held there allow: names of procedures. */
const seat = membership.extend({ procedures: z.array(storedText(100)) });

export const session = z.object({
  user: z.object({ id: uuid, name: storedText(200), email }),
  seats: z.array(seat),
});
export type Session = z.infer<typeof session>;

/** Browsers in which one person is signed in; what proves a session is its cookie, and stays there. */
export const signIns = z.object({
  data: z.array(
    z.object({
      id: uuid,
      createdAt: instant,
      ipAddress: storedText(100).nullable(),
      userAgent: storedText(1000).nullable(),
    }),
  ),
});

export const signInId = z.strictObject({ id: uuid });
