import { newId } from "@aviationalley/api/lib/ids.ts";
import { defineEvent } from "@aviationalley/api/lib/events.ts";
import { z } from "zod";

const shape = z.object({ id: z.string(), version: z.number(), name: z.string(), notes: z.string() });

/** As many types, each of a family of its own, as there are groups of subscribers. */
export const kindsOf = (families: number) =>
  Array.from({ length: families }, (_, family) => defineEvent(`f${family}.made`, "Made.", shape));

/** What a change made, about as large as a booking: 700 bytes. */
export const newThing = () => ({
  id: newId(),
  version: 1,
  name: "B737-800 Full Flight Simulator 2",
  notes: "Recurrent training, second session of two; the crew asks for the briefing room from half past seven. ".repeat(
    5,
  ),
});
