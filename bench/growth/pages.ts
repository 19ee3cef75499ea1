import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import { newToken } from "../lib/keys.ts";
import { startServer } from "../lib/processes.ts";
import { median, percentile } from "../lib/report.ts";
import type { Booked } from "./bookings.ts";

/** What a page took, in milliseconds: medians over the rounds. */
export interface Page {
  readonly rows: number;
  readonly p50: number;
  readonly p99: number;
}

const CONNECTIONS = 4;
const PATH = "/api/v1/bookings?limit=50";

interface Reader {
  readonly rows: number;
  /** Milliseconds of each of so many pages, four at a time. */
  read(pages: number): Promise<number[]>;
  stop(): Promise<void>;
}

const openReader = async ({ url, db, center, rows }: Booked): Promise<Reader> => {
  const token = await newToken(db, center);
  const server = await startServer(url, { roles: "api" });
  const pool = new Pool(server.origin, { connections: CONNECTIONS });
  const headers = { authorization: `Bearer ${token}` };
  const readOne = async (): Promise<number> => {
    const began = performance.now();
    const { statusCode, body } = await pool.request({ path: PATH, method: "GET", headers });
    await body.text();
    if (statusCode !== 200) throw new Error(`${PATH} was answered with ${statusCode}.`);
    return performance.now() - began;
  };
  return {
    rows,
    async read(pages) {
      const lane = async (): Promise<number[]> => {
        const times: number[] = [];
        for (let page = 0; page < pages / CONNECTIONS; page++) times.push(await readOne());
        return times;
      };
      return (await Promise.all(Array.from({ length: CONNECTIONS }, lane))).flat();
    },
    async stop() {
      await pool.close();
      await server.stop();
    },
  };
};

/** A page of each database in turn, round after round, so that a slow minute hits all; round 0 warms up. */
export const measurePages = async (all: readonly Booked[], rounds: number, pages: number): Promise<Page[]> => {
  const readers: Reader[] = [];
  try {
    for (const one of all) readers.push(await openReader(one));
    const times = new Map(readers.map((reader) => [reader, [] as number[][]]));
    for (let round = 0; round <= rounds; round++) {
      for (const reader of readers) {
        await sleep(100); // what the last one left to be written
        const read = await reader.read(pages);
        if (round > 0) times.get(reader)?.push(read);
      }
    }
    return [...times].map(([{ rows }, read]) => ({
      rows,
      p50: median(read.map((one) => percentile(one, 0.5))),
      p99: median(read.map((one) => percentile(one, 0.99))),
    }));
  } finally {
    await Promise.all(readers.map((reader) => reader.stop()));
  }
};
