import { zoneFormat } from "./zone-format.ts";

const formatOf = zoneFormat("sv-SE", {
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
});

/** What a wall clock in an IANA zone shows at an instant, as inputs of type datetime-local take it: "2026-05-31T14:03". */
export const wallTime = (at: string, zone: string): string =>
  // Swedes write dates as ISO 8601 does.
  formatOf(zone).format(new Date(at)).replace(" ", "T");

/** A wall clock's reading as if it were UTC's, in milliseconds. */
const asUtc = (wall: string): number => Date.parse(`${wall}Z`);

/**
 * The instant at which a wall clock in the zone shows `wall` ("2026-05-31T14:03"). Of an hour that comes twice, one of
 * both; of one that is skipped, the reading moved on by as much. Undefined for what is no reading.
 */
export const instantOf = (wall: string, zone: string): string | undefined => {
  const wanted = asUtc(wall);
  if (Number.isNaN(wanted)) return undefined;
  const offset = (at: number): number => asUtc(wallTime(new Date(at).toISOString(), zone)) - floorMinute(at);
  // The first offset is of a moment some hours off; the second is right unless the clock changes at this very hour.
  const near = wanted - offset(wanted);
  return new Date(wanted - offset(near)).toISOString();
};

const floorMinute = (at: number): number => Math.floor(at / 60_000) * 60_000;
