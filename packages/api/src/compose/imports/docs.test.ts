import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { crew } from "./nouns/crew.ts";
import { aircraft } from "./nouns/aircraft.ts";
import { bookings } from "./nouns/bookings.ts";
import { flightLog } from "./nouns/flight-log.ts";
import { simulators } from "./nouns/simulators.ts";
import { trainees } from "./nouns/trainees.ts";

test.each([simulators, aircraft, crew, trainees, bookings, flightLog(undefined)])(
  "docs/import.md says of $name's columns which there are and which are required",
  async ({ name, columns }) => {
    const docs = await readFile(new URL("../../../../../docs/import.md", import.meta.url), "utf8");
    const section = docs.split(/^### /m).find((text) => text.startsWith(`${name}\n`)) ?? "";
    const cells = [...section.matchAll(/^\| (`.*?) +\|/gm)].map(([, cell]) => cell ?? "").join(", ");
    const named = [...cells.matchAll(/`(\w+)`( \*)?/g)].map(([, column, star]) => ({
      column,
      required: star !== undefined,
    }));
    const expected = columns.known.map((column) => ({ column, required: columns.required.includes(column) }));
    const sorted = (list: { column: string | undefined }[]) =>
      list.toSorted((a, b) => String(a.column).localeCompare(String(b.column)));
    expect(sorted(named)).toEqual(sorted(expected));
  },
);
