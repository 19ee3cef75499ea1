import { z } from "zod";
import { email, storedText, uuid } from "../../lib/schemas.ts";
import { membership } from "../../modules/centers/schema.ts";

/** A center that the person works in, and what the roles held there allow: names of procedures. */
const seat = membership.extend({ procedures: z.array(storedText(100)) });

export const session = z.object({
  user: z.object({ id: uuid, name: storedText(200), email }),
  seats: z.array(seat),
});
export type Session = z.infer<typeof session>;
