import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { statement } from "@aviationalley/db/client.ts";
import type { Cluster } from "../lib/cluster.ts";
import type { Figure } from "../lib/figures.ts";
import { withStatistics } from "../lib/statistics.ts";
import { startReceiver } from "../webhooks/rig.ts";
import { type Booked, fillBookings } from "./bookings.ts";
import { measureCosts } from "./cost.ts";
import { type Delivered, fillHistory } from "./history.ts";
import { measurePages, type Page } from "./pages.ts";
import { reportGrowth } from "./report.ts";
import { measureRetention } from "./retention.ts";
import { type Crew, measureTeams } from "./workers.ts";

const SIZES = [10_000, 1_000_000, 10_000_000];
/** The last one is not judged: of more than there are processors the others stand by unless told otherwise. */
const CREWS: readonly Crew[] = [{ size: 1 }, { size: 2 }, { size: 4 }, { size: 8 }, { size: 8, perMachine: 8 }];
/** Of disk, at full scale, with what PostgreSQL writes beside; measured. */
const NEEDED_BYTES = 25e9;
const PAGES = 4_000;
const DELIVERIES = 20_000;
const BACKLOG = 40_000;
const RETENTION_SECONDS = 20;

/** Says how long each part took, since there are many minutes of them. */
const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  const began = performance.now();
  console.error(`${new Date().toISOString().slice(11, 19)} ${what} …`);
  const result = await work();
  console.error(`  ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return result;
};

const refuseFullDisk = (scale: number): void => {
  const { bavail, bsize } = statfsSync(tmpdir());
  const [free, needed] = [bavail * bsize, NEEDED_BYTES * scale];
  if (free < needed)
    throw new Error(
      `${tmpdir()} has ${(free / 1e9).toFixed(1)} GB free; this benchmark fills ${(needed / 1e9).toFixed(1)} GB.`,
    );
};

/** Databases must go before the next ones are filled. */
const drop = async (cluster: Cluster, names: readonly string[]): Promise<void> => {
  const { db } = await cluster.database("statistics");
  for (const name of names)
    await db.run(statement<never>(`bench.drop.${name}`, `drop database ${name} with (force)`), []);
};

const nameOf = (kind: string, rows: number): string => `growth_${kind}_${rows}`;

interface Plan {
  readonly sizes: readonly number[];
  readonly rounds: number;
  readonly scale: number;
}

const growPages = async (cluster: Cluster, { sizes, rounds, scale }: Plan): Promise<Page[]> => {
  const filled: Booked[] = [];
  for (const rows of sizes)
    filled.push(await timed(`filling ${rows} bookings`, () => fillBookings(cluster, nameOf("bookings", rows), rows)));
  const pages = await timed("pages", () => measurePages(filled, rounds, Math.max(200, PAGES * scale)));
  await drop(
    cluster,
    sizes.map((rows) => nameOf("bookings", rows)),
  );
  return pages;
};

const growHistory = async (cluster: Cluster, origin: string, { sizes, rounds, scale }: Plan) => {
  const filled: Delivered[] = [];
  for (const rows of sizes)
    filled.push(
      await timed(`filling ${rows} events, deliveries and attempts`, () =>
        fillHistory(cluster, nameOf("history", rows), origin, rows),
      ),
    );
  const costs = await timed("emitting, claiming, settling", () =>
    measureCosts(filled, rounds, Math.max(1_000, DELIVERIES * scale)),
  );
  const [largest] = filled.toReversed();
  if (!largest) throw new Error("There is no size.");
  const seconds = Math.max(2, RETENTION_SECONDS * scale);
  const retention = await timed("letting go of history", () => measureRetention(largest, seconds));
  await drop(
    cluster,
    sizes.map((rows) => nameOf("history", rows)),
  );
  return { costs, retention };
};

/** `npm run bench -- growth [--rounds N] [--scale 0.1]`: what ten thousand, a million and ten million rows change. */
export const benchGrowth = async ({ rounds = 5, scale = 1 }): Promise<readonly Figure[]> => {
  refuseFullDisk(scale);
  const began = performance.now();
  const receiver = await startReceiver();
  try {
    return await withStatistics(async (cluster) => {
      // In small only the ends, and once: it is to run, and be over soon.
      const small = scale < 0.1;
      const sizes = SIZES.filter((rows) => !small || rows !== 1_000_000).map((rows) => Math.max(1_000, rows * scale));
      const plan = { sizes, rounds: small ? 1 : rounds, scale };
      const crews = CREWS.filter(({ size }) => !small || size <= 2);
      const backlog = Math.max(1_000, BACKLOG * scale);
      const { teams, disk } = await timed("worker processes", () =>
        measureTeams(cluster, receiver.origin, { crews, rounds: plan.rounds, deliveries: backlog }),
      );
      const { costs, retention } = await growHistory(cluster, receiver.origin, plan);
      const pages = await growPages(cluster, plan);
      return reportGrowth({
        pages,
        costs,
        retention,
        teams,
        disk,
        facts: {
          rounds: plan.rounds,
          backlog,
          pagesPerRound: Math.max(200, PAGES * scale),
          deliveriesPerRound: Math.max(1_000, DELIVERIES * scale),
          minutes: (performance.now() - began) / 60_000,
          keep: scale === 1,
        },
      });
    });
  } finally {
    await receiver.stop();
  }
};
