import { Temporal } from "temporal-polyfill";
import { instantInput } from "../../lib/schemas.ts";
import type { Instant, Zone } from "../../lib/time.ts";

const OFFSET = /(?:Z|[+-]\d\d:?\d\d)$/i;
const LOCAL = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?$/;

/**
 * An instant as a spreadsheet writes it: with an offset (`2026-05-31T08:00-06:00`, `…Z`), or without one as the time
 * that clocks in `zone` show. Answers a sentence where there is no such time, or where it happens twice.
 */
export const readInstant = (text: string, zone: Zone): Read => {
  const spaced = text.trim().replace(/ (?=\d\d:)/, "T");
  if (OFFSET.test(spaced) && spaced.includes("T")) {
    try {
      return storable(Temporal.Instant.from(spaced).epochMilliseconds);
    } catch {
      return { fault: WANTED };
    }
  }
  if (!LOCAL.test(text.trim())) return { fault: WANTED };
  return atClock(spaced, zone);
};

type Read = { instant: Instant } | { fault: string };

/** In the years that the API and the database know. */
const storable = (milliseconds: number): Read => {
  const instant = instantInput.safeParse(new Date(milliseconds).toISOString());
  return instant.success ? { instant: instant.data } : { fault: WANTED };
};

const WANTED = "must be a time, YYYY-MM-DD HH:MM, with or without an offset such as -06:00 or Z";

const atClock = (text: string, zone: Zone): Read => {
  try {
    const time = Temporal.PlainDateTime.from(text, { overflow: "reject" });
    const [earlier, later] = (["earlier", "later"] as const).map((disambiguation) =>
      time.toZonedDateTime(zone, { disambiguation }),
    );
    if (!earlier || !later || earlier.epochMilliseconds !== later.epochMilliseconds)
      return { fault: `does not exist or happens twice in ${zone}, where clocks change then: add an offset` };
    return storable(earlier.epochMilliseconds);
  } catch {
    return { fault: WANTED };
  }
};
