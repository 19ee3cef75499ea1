import { operationsOf } from "@aviationalley/api/http/walk.ts";
import { appRouter } from "@aviationalley/api/root.ts";
import type { CenterId } from "@aviationalley/db/client.ts";
import pg from "pg";
import { LIMIT, type Measured, timeEach } from "../list/filters.ts";
import { type Cluster, startCluster } from "../lib/cluster.ts";
import type { Figure } from "../lib/figures.ts";
import { createKey, startServer } from "../lib/processes.ts";
import { publish } from "../lib/report.ts";
import { addCenters } from "./centers.ts";
import { type Center, fillNoun } from "./fill.ts";
import type { Listed, Noun } from "./noun.ts";
import { NOUNS } from "./nouns.ts";
import { compare, type Pages } from "./pages.ts";
import { figuresOf, isDear, missedBy, type Result, sections } from "./report.ts";
import { combinationsOf, pickValues } from "./values.ts";

/** A hundred centers with a million rows of each noun, the largest with a tenth of them; and one of ten thousand. */
const LARGEST = 100_000;
const OTHERS = 99;
const OTHER = Math.round(900_000 / OTHERS);
const SMALL = 10_000;

/** How often those whose pages cost too much are compared once more, in more rounds; the last time counts. */
const AGAIN = 3;

export interface ListsOptions {
  rounds?: number;
  seconds?: number;
  scale?: number;
  /** A folder in which the filled databases stay for the next run. */
  keep?: string | undefined;
  /** One table only; nothing is published then. */
  only?: string | undefined;
}

/**
 * `npm run bench -- list --all`: every list endpoint's page and every filter of it, alone and with each other one.
 * Answers the worst of all lists. Throws when an endpoint has no fill; times are judged at full size only, since small
 * ones are mostly the machine's.
 */
export const benchLists = async ({
  rounds = 3,
  seconds = 3,
  scale = 1,
  keep,
  only,
}: ListsOptions): Promise<readonly Figure[]> => {
  refuseForgotten();
  const nouns = NOUNS.filter(({ table }) => only === undefined || table === only);
  const cluster = await startCluster(keep);
  try {
    const little = Math.round(SMALL * Math.min(1, scale * 10));
    const small = await prepare(cluster, "lists_small", nouns, [{ id: centerId(0), rows: little }]);
    const sizes = [LARGEST, ...Array.from({ length: OTHERS }, () => OTHER)].map((rows) => Math.round(rows * scale));
    const large = await prepare(
      cluster,
      "lists_large",
      nouns,
      sizes.map((rows, index) => ({ id: centerId(index), rows })),
    );
    const isJudged = scale === 1;
    const timed: Omit<Result, "pages">[] = [];
    for (const list of nouns.flatMap(({ lists }) => lists)) {
      say(`timing filters of ${list.endpoint} ${list.note} …`);
      const filters = await timeFilters(large.url, list, isJudged);
      timed.push({ list, filters });
      say(`${filters.length} calls, the slowest ${filters[0]?.milliseconds.toFixed(1) ?? "none"} ms`);
    }
    const results: Result[] = [];
    const server = await startServer(large.url, { roles: "api" });
    try {
      for (const { list, filters } of timed) {
        say(`pages of ${list.endpoint} ${list.note} …`);
        results.push({ list, filters, pages: await pagesOf(list, { small, large, server, rounds, seconds }) });
      }
      for (let again = 0; isJudged && again < AGAIN; again++) {
        for (const result of results.filter(({ pages }) => isDear(pages))) {
          say(`pages of ${result.list.endpoint} ${result.list.note} once more …`);
          result.pages = await pagesOf(result.list, { small, large, server, rounds: 2 * rounds + 1, seconds });
        }
      }
    } finally {
      await server.stop();
    }
    const total = sizes.reduce((sum, size) => sum + size, 0);
    const facts = { total, largest: sizes[0] ?? 0, small: little, rounds, seconds };
    publish(
      {
        name: "lists",
        title: "Every list",
        command: "npm run bench -- list --all",
        keep: isJudged && only === undefined,
      },
      sections(results, facts),
    );
    if (isJudged) for (const one of results.flatMap(missedBy)) console.error(one);
    return figuresOf(results);
  } finally {
    await cluster.stop();
  }
};

const say = (line: string): void => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);

/** A list that nobody fills would never be measured. */
const refuseForgotten = (): void => {
  const filled = new Set(NOUNS.flatMap(({ lists }) => lists.map(({ endpoint }) => endpoint)));
  const forgotten = operationsOf(appRouter)
    .map(({ meta: { method, path } }) => `${method} ${path}`)
    .filter((endpoint) => endpoint.startsWith("GET ") && !filled.has(endpoint));
  if (forgotten.length > 0)
    throw new Error(`bench/lists/nouns.ts says nothing of how to fill ${forgotten.join(", ")}.`);
};

const centerId = (index: number): string => `10000000-0000-7000-8000-${index.toString(16).padStart(12, "0")}`;

interface Database {
  url: string;
  centerId: CenterId;
}

const prepare = async (
  cluster: Cluster,
  name: string,
  nouns: readonly Noun[],
  centers: readonly Center[],
): Promise<Database> => {
  const { url } = await cluster.database(name);
  await addCenters(url, centers);
  for (const noun of nouns) {
    say(`filling ${noun.table} of ${name} …`);
    await fillNoun(url, noun, centers);
  }
  const id = centerId(0);
  return { url, centerId: id as CenterId }; // of this benchmark's own center
};

const timeFilters = async (url: string, list: Listed, isJudged: boolean): Promise<Measured[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const largest = centerId(0) as CenterId; // of this benchmark's own center
    const calls = combinationsOf(await pickValues(client, list, largest));
    return await timeEach(client, calls, (filters) => list.selects(largest, filters, LIMIT), isJudged);
  } finally {
    await client.end();
  }
};

interface Setting {
  small: Database;
  large: Database;
  server: { origin: string };
  rounds: number;
  seconds: number;
}

const pagesOf = async (list: Listed, { small, large, server, rounds, seconds }: Setting): Promise<Pages> =>
  compare({
    url: `${server.origin}/api/v1${list.endpoint.slice("GET ".length)}?limit=50`,
    token: await createKey(large.url, large.centerId, list.scopes),
    large: { url: large.url, select: list.selects(large.centerId, {}, LIMIT).first },
    small: { url: small.url, select: list.selects(small.centerId, {}, LIMIT).first },
    rounds,
    seconds,
  });
