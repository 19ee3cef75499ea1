import { leastIdOf } from "./fail-unattempted.ts";

/** A range of UUIDs, both ends included. */
export interface IdRange {
  readonly from: string;
  readonly to: string;
}

export interface IdQuery {
  /** All ids that begin so. */
  readonly range: IdRange;
  /**
   * All ids of the same milliseconds as those. A delivery shares its event's millisecond, so this finds the deliveries
   * of an event by the beginning of the event's id, by the primary key.
   */
  readonly around: IdRange;
}

const DIGITS = 32;
/** A UUIDv7 begins with its milliseconds: 12 digits. */
const TIME_DIGITS = 12;

const dashed = (hex: string): string =>
  `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;

const rangeOf = (digits: string): IdRange => ({
  from: dashed(digits.padEnd(DIGITS, "0")),
  to: dashed(digits.padEnd(DIGITS, "f")),
});

/** `evt_0197…`, `del_0197…`, or the beginning of a UUID with or without dashes. */
export const readIdQuery = (text: string): IdQuery => {
  const digits = text
    .replace(/^(evt|del)_/, "")
    .replaceAll("-", "")
    .toLowerCase()
    .slice(0, DIGITS);
  return { range: rangeOf(digits), around: rangeOf(digits.slice(0, TIME_DIGITS)) };
};

const GREATEST = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** Ids of the times from `from` (included) to `to` (excluded); either end may be open. */
export const idsBetween = (from: string | undefined, to: string | undefined): IdRange => ({
  from: leastIdOf(from === undefined ? 0 : Date.parse(from)),
  to: to === undefined ? GREATEST : leastIdOf(Date.parse(to)),
});
