import { startCluster } from "../lib/cluster.ts";
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

const FLOOR = { pgbench: 0.28, stock: 1.7, growth: 1.2 };

/**
 * `npm run bench -- list [--rounds N] [--seconds N] [--scale 0.1]`: a page of 50 bookings, and every filter. Only a run
 * at full scale is published and judged.
 */
export const benchList = async ({ rounds = 5, seconds = 6, scale = 1 }): Promise<boolean> => {
  const cluster = await startCluster();
  try {
    const say = (line: string) => console.error(`${new Date().toISOString().slice(11, 19)} ${line}`);
    say(`filling ${SMALL} bookings …`);
    const small = await subject(cluster, "bench_small", [SMALL]);
    say("comparing with pgbench and the stock adapter …");
    const rates = await compareRates(small, cluster.pid, rounds, seconds);
    say(`filling ${(LARGEST + OTHERS * OTHER) * scale} bookings of ${1 + OTHERS} centers …`);
    const sizes = [LARGEST, ...Array.from({ length: OTHERS }, () => OTHER)].map((size) => Math.round(size * scale));
    const large = await subject(cluster, "bench_large", sizes);
    say("comparing a page of few with a page of many …");
    const growth = await compareSizes(small, large, rounds, seconds);
    say("timing filters …");
    const filters = await timeFilters(large);
    say("profiling …");
    const profile = await profileServer(small, seconds);
    const ratio = rates.ours.perSecond / rates.pgbench.perSecond;
    const stock = rates.ours.perSecond / rates.stock.perSecond;
    publish({ name: "list", title: "A page of 50 bookings", command: "npm run bench -- list", keep: scale === 1 }, [
      "## Against the database alone, and against the stock adapter",
      ratesTable(rates),
      `**${ratio.toFixed(2)} of pgbench** (floor ${FLOOR.pgbench}, aim 0.35), **${stock.toFixed(2)} × the stock adapter** (floor ${FLOOR.stock}, aim 2.2): 32 connections, medians of ${rounds} interleaved rounds of ${seconds} s, ours with token, log line, ETag and rate limit.`,
      "What stands between, by a CPU profile of the server under this load (writing the answer is `writev`: its 36 KB pass through the loopback device, PostgreSQL's through another):",
      profile,
      "## Growth",
      `A page of the largest center among ${sizes.reduce((a, b) => a + b, 0).toLocaleString("en")} bookings costs **${(growth.small / growth.large).toFixed(2)} ×** that among ${SMALL.toLocaleString("en")} (limit ${FLOOR.growth}; pages per second by pgbench, in turn: ${growth.small.toFixed(0)} and ${growth.large.toFixed(0)}).`,
      `## Filters, in the largest center (${sizes[0]?.toLocaleString("en")} bookings)`,
      filterReport(filters),
      "### Plans",
      plans(filters),
    ]);
    return scale < 1 || (ratio >= FLOOR.pgbench && stock >= FLOOR.stock && growth.small / growth.large <= FLOOR.growth);
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

const ratesTable = (rates: Record<"pgbench" | "ours" | "stock", Rate>): string =>
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
