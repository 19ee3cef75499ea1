import { zoneFormat } from "./zone-format.ts";

const formatOf = zoneFormat("sv-SE", {
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
});

const LENGTH = "2026-05-31T14:03".length;

/** What a wall clock in an IANA zone shows at an instant, as inputs of type datetime-local take it: "2026-05-31T14:03". */
export const wallTime = (at: string, zone: string): string =>
  // Swedes write dates as ISO 8601 does, but for the zeros of an early year: 0002 is what 2027 is at its first digit.
  formatOf(zone).format(new Date(at)).replace(" ", "T").padStart(LENGTH, "0");

/** A wall clock's reading as if it were UTC's, in milliseconds; NaN for what is none, a year of five digits included. */
const asUtc = (wall: string): number => (wall.length === LENGTH ? Date.parse(`${wall}Z`) : NaN);

/**
 * The instant at which a wall clock in the zone shows `wall` ("2026-05-31T14:03"). Of an hour that comes twice, one of
 * both; of one that is skipped, the reading moved on by as much. Undefined for what is no reading.
 */
export const instantOf = (wall: string, zone: string): string | undefined => {
  const wanted = asUtc(wall);
  // NaN stays NaN: what is no reading has no offset, nor has the end of the year 9999 where it is 10000 already.
  const offset = (at: number): number =>
    Number.isNaN(at) ? NaN : asUtc(wallTime(new Date(at).toISOString(), zone)) - floorMinute(at);
  // The first offset is of a moment some hours off; the second is right unless the clock changes at this very hour.
  const near = wanted - offset(wanted);
  const at = wanted - offset(near);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
};

const floorMinute = (at: number): number => Math.floor(at / 60_000) * 60_000;
