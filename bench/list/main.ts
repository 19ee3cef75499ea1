import { startCluster } from "../lib/cluster.ts";
import { atLeast, atMost, type Figure, say } from "../lib/figures.ts";
import { fillBookings } from "../lib/fill-bookings.ts";
import { createKey } from "../lib/processes.ts";
import { publish, table } from "../lib/report.ts";
import { vacuum } from "../lib/vacuum.ts";
import { profileServer } from "./profile.ts";
import { filterReport, plans, timeFilters } from "./filters.ts";
import { compareRates, compareSizes, type Rate, type Subject } from "./rates.ts";

const SMALL = 10_000;
/** A hundred centers with a million bookings, the largest with a tenth of them. */
const LARGEST = 100_000;
const OTHERS = 99;
const OTHER = Math.round(900_000 / OTHERS);

/**
 * `npm run bench -- list [--rounds N] [--seconds N] [--scale 0.1]`: a page of 50 bookings, and every filter. Only a run
 * at full scale is published and judged.
 */
export const benchList = async ({ rounds = 5, seconds = 6, scale = 1 }): Promise<readonly Figure[]> => {
  const cluster = await startCluster();
  try {
    const tell = (line: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);
    tell(`filling ${SMALL} bookings …`);
    const small = await subject(cluster, "bench_small", [SMALL]);
    tell("comparing with pgbench and the stock adapter …");
    const rates = await compareRates(small, cluster.pid, rounds, seconds);
    tell(`filling ${(LARGEST + OTHERS * OTHER) * scale} bookings of ${1 + OTHERS} centers …`);
    const sizes = [LARGEST, ...Array.from({ length: OTHERS }, () => OTHER)].map((size) => Math.round(size * scale));
    const large = await subject(cluster, "bench_large", sizes);
    tell("comparing a page of few with a page of many …");
    const growth = await compareSizes(small, large, rounds, seconds);
    tell("timing filters …");
    const filters = await timeFilters(large, scale === 1);
    tell("profiling …");
    const profile = await profileServer(small, seconds);
    const figures = figuresOf(rates, growth);
    const [ofPgbench, ofStock, grown] = figures;
    publish({ name: "list", title: "A page of 50 bookings", command: "npm run bench -- list", keep: scale === 1 }, [
      "## Against the database alone, and against the stock adapter",
      ratesTable(rates),
      `${say(ofPgbench)}, ${say(ofStock)}: 32 connections, medians of ${rounds} interleaved rounds of ${seconds} s, ours with token, log line, ETag and rate limit.`,
      "What stands between, by a CPU profile of the server under this load (writing the answer is `writev`: its 36 KB pass through the loopback device, PostgreSQL's through another):",
      profile,
      "## Growth",
      `${say(grown)}: of the largest center among ${sizes.reduce((a, b) => a + b, 0).toLocaleString("en")} bookings, against one of ${SMALL.toLocaleString("en")} alone (pages per second by pgbench, in turn: ${growth.large.toFixed(0)} and ${growth.small.toFixed(0)}).`,
      `## Filters, in the largest center (${sizes[0]?.toLocaleString("en")} bookings)`,
      filterReport(filters),
      "### Plans",
      plans(filters),
    ]);
    return figures;
  } finally {
    await cluster.stop();
  }
};

const subject = async (
  cluster: Awaited<ReturnType<typeof startCluster>>,
  name: string,
  sizes: readonly number[],
): Promise<Subject> => {
  const { url, db } = await cluster.database(name);
  const centers: string[] = [];
  for (const size of sizes) centers.push(await fillBookings(db, size));
  await vacuum(url);
  const centerId = centers[0] ?? "";
  return { databaseUrl: url, centerId, token: await createKey(url, centerId) };
};

type Rates = Record<"pgbench" | "ours" | "stock", Rate>;

const figuresOf = ({ pgbench, ours, stock }: Rates, growth: { small: number; large: number }) =>
  [
    atLeast(0.28, { what: "of pgbench running the same SELECT", value: ours.perSecond / pgbench.perSecond, aim: 0.35 }),
    atLeast(1.7, { what: "of the stock adapter", value: ours.perSecond / stock.perSecond, unit: "×", aim: 2.2 }),
    atMost(1.2, { what: "what a page costs among a million rows", value: growth.small / growth.large, unit: "×" }),
  ] as const;

const ratesTable = (rates: Rates): string =>
  table(
    ["", "requests/s", "CPU ms per request: server", "PostgreSQL", "of pgbench"],
    (
      [
        ["pgbench, the same prepared SELECT", rates.pgbench],
        ["`GET /api/v1/bookings?limit=50`", rates.ours],
        ["stock trpc-to-openapi on Fastify, strict outputs", rates.stock],
      ] as const
    ).map(([name, rate]) => [
      name,
      rate.perSecond.toFixed(0),
      rate.serverMs.toFixed(3),
      rate.databaseMs.toFixed(3),
      (rate.perSecond / rates.pgbench.perSecond).toFixed(2),
    ]),
  );
