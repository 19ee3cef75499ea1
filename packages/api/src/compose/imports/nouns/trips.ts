import { z } from "zod";
import { text } from "../../../lib/schemas.ts";
import type { Zone } from "../../../lib/time.ts";
import { createTrips } from "../../../modules/trips/commands.ts";
import { POSITIONS, type TripDraft, tripDraft, type TripDuty } from "../../../modules/trips/schema.ts";
import { rowsOf } from "../brought.ts";
import { minutesCell, referenceCell, upperCell, wordCell } from "../cells.ts";
import { nounImport } from "../noun.ts";
import type { RowReader } from "../reader.ts";
import { tally } from "../tally.ts";

export const trips = nounImport({
  name: "trips",
  columns: z.object({
    number: text(20),
    base: upperCell.pipe(tripDraft.shape.base),
    aircraftType: upperCell.pipe(text(60)),
    position: wordCell(POSITIONS),
    crewMember: referenceCell.optional(),
    duties: z.string(),
  }),
  columnOf: { crewMemberId: "crewMember" },
  fits: tripDraft,
  draft: ({ crewMember, duties, ...cells }, reader, tx): TripDraft => ({
    ...cells,
    crewMemberId: crewMember === undefined ? null : reader.id("crewMember", "crew member", crewMember),
    duties: duties.split("|").map((part) => readDuty(part, reader, tx.zone)),
  }),
  key: (draft) => keyOf({ ...draft, crewMemberId: draft.crewMemberId ?? null }),
  existing: async (tx) => tally((await rowsOf(tx, "trips")).map(keyOf)),
  create: createTrips,
});

/** `report / release / block`, the block time as minutes or H:MM. */
const readDuty = (text: string, reader: RowReader, zone: Zone): TripDuty => {
  const [report = "", release = "", block = ""] = text.split("/").map((part) => part.trim());
  const minutes = minutesCell.safeParse(block);
  if (!minutes.success)
    reader.fault("duties", "must be report / release / block time, such as 2026-05-31 08:00 / 2026-05-31 16:30 / 5:25");
  return {
    reportAt: reader.instant("duties", report, zone),
    releaseAt: reader.instant("duties", release, zone),
    blockMinutes: minutes.data ?? 0,
  };
};

type Identity = Pick<TripDraft, "number" | "position" | "duties"> & { crewMemberId: string | null };

const keyOf = ({ number, position, crewMemberId, duties }: Identity): string =>
  JSON.stringify([number, position, crewMemberId, duties[0]?.reportAt]);
