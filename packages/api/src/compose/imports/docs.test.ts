import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { crew } from "./nouns/crew.ts";
import { aircraft } from "./nouns/aircraft.ts";
import { bookings } from "./nouns/bookings.ts";
import { complianceItems } from "./nouns/compliance-items.ts";
import { dat } from "./nouns/dat.ts";
import { deferrals } from "./nouns/deferrals.ts";
import { faTraining } from "./nouns/fa-training.ts";
import { flightLog } from "./nouns/flight-log.ts";
import { invoices } from "./nouns/invoices.ts";
import { simulators } from "./nouns/simulators.ts";
import { stageChecks } from "./nouns/stage-checks.ts";
import { trainees } from "./nouns/trainees.ts";
import { trips } from "./nouns/trips.ts";

const OTHERS = [invoices, complianceItems, deferrals, faTraining, stageChecks, trips, dat];

test.each([simulators, aircraft, crew, trainees, bookings, flightLog(undefined), ...OTHERS])(
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
