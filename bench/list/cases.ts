import type { BookingSearch } from "@aviationalley/api/modules/bookings/queries.ts";

/** The values that one filter is tried with: common, rare and absent ones, recent and old. */
export type FilterCases<Filters> = { [Name in keyof Filters]-?: readonly NonNullable<Filters[Name]>[] };

const DAY = 86_400_000;
const ago = (days: number): string => new Date(Date.now() - days * DAY).toISOString();

export interface Known {
  ids: string[];
  simulatorId: string;
  instructorId: string;
  traineeIds: string[];
  people: string[];
}

/** Searches have three characters and more; two match the beginnings of words and are promised nothing. */
export const bookingCases = (known: Known): FilterCases<BookingSearch> => ({
  id: [known.ids],
  traineeId: known.traineeIds,
  instructorId: [known.instructorId],
  startsAt: [
    { from: ago(-1), to: ago(-2) },
    { from: ago(400), to: ago(393) },
    { from: ago(600), to: ago(570) },
    { from: ago(800), to: ago(435) },
    { from: ago(700), to: null },
    { from: null, to: ago(500) },
    { from: ago(-3), to: null },
  ],
  search: ["737", "novak", "b737-800 #3", "casey tanaka", "ref-77", "ref-12345", "nobody here", ...known.people],
  updatedSince: [ago(0.001), ago(1), ago(30), ago(400), ago(5000)],
  simulatorId: [known.simulatorId],
  status: [
    ["SCHEDULED"],
    ["COMPLETED"],
    ["CANCELLED"],
    ["IN_PROGRESS"],
    ["CANCELLED", "NO_SHOW"],
    ["SCHEDULED", "IN_PROGRESS", "COMPLETED"],
  ],
});

/** Every filter alone and every two together, with each of their values. */
export const combinations = <Filters extends object>(cases: FilterCases<Filters>): Partial<Filters>[] => {
  const single = Object.entries<readonly unknown[]>(cases).flatMap(([name, values]) =>
    values.map((value) => [name, value] as const),
  );
  const pairs = single.flatMap(([name, value], index) =>
    single.slice(index + 1).flatMap(([other, second]) => (other === name ? [] : [{ [name]: value, [other]: second }])),
  );
  return [...single.map(([name, value]) => ({ [name]: value })), ...pairs] as Partial<Filters>[]; // names come from `cases`
};
