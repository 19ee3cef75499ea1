import { START } from "@aviationalley/api/lib/cursor.ts";
import { bookingDocuments } from "@aviationalley/api/modules/bookings/queries.ts";
import type { CenterId } from "@aviationalley/db/client.ts";
import { cpuSeconds } from "../lib/cpu.ts";
import { requestRate, selectRate } from "../lib/load.ts";
import { freePort, type Program, start, startServer } from "../lib/processes.ts";
import { median } from "../lib/report.ts";

const STOCK = new URL("./stock.ts", import.meta.url).pathname;

/** What is compared: where the center's data lies, and a token for it. */
export interface Subject {
  databaseUrl: string;
  centerId: string;
  token: string;
}

export interface Rate {
  /** Requests per second, median of the rounds. */
  perSecond: number;
  /** CPU milliseconds per request: the server's, and PostgreSQL's. */
  serverMs: number;
  databaseMs: number;
}

/** The SELECT behind `GET /bookings?limit=50`, as the server sends it. */
export const pageSelect = (centerId: string): { text: string; values: (string | number)[] } => {
  const { first } = bookingDocuments.selects(centerId as CenterId, {}, START, 51); // of this benchmark's own center
  return { text: first.text, values: first.values.map((value) => (typeof value === "number" ? value : String(value))) };
};

interface Contender {
  name: "pgbench" | "ours" | "stock";
  run: (seconds: number) => Promise<number>;
  server?: Program;
}

/** Runs the contenders in turn, round after round, so that a slow minute of the machine hits all of them. */
const interleaved = async (
  contenders: readonly Contender[],
  postgres: number,
  rounds: number,
  seconds: number,
): Promise<Record<Contender["name"], Rate>> => {
  const samples = new Map<string, Rate[]>();
  for (let round = 0; round <= rounds; round++) {
    for (const { name, run, server } of contenders) {
      const before = [server ? cpuSeconds(server.pid) : 0, cpuSeconds(postgres)] as const;
      const perSecond = await run(seconds);
      const requests = perSecond * seconds;
      const serverMs = (((server ? cpuSeconds(server.pid) : 0) - before[0]) * 1000) / requests;
      const databaseMs = ((cpuSeconds(postgres) - before[1]) * 1000) / requests;
      // Round 0 warms up: plans, caches, the compiler.
      if (round > 0) samples.set(name, [...(samples.get(name) ?? []), { perSecond, serverMs, databaseMs }]);
    }
  }
  const rateOf = (name: string): Rate => {
    const all = samples.get(name) ?? [];
    return {
      perSecond: median(all.map((one) => one.perSecond)),
      serverMs: median(all.map((one) => one.serverMs)),
      databaseMs: median(all.map((one) => one.databaseMs)),
    };
  };
  return { pgbench: rateOf("pgbench"), ours: rateOf("ours"), stock: rateOf("stock") };
};

export const compareRates = async (subject: Subject, postgres: number, rounds: number, seconds: number) => {
  const { text, values } = pageSelect(subject.centerId);
  const ours = await startServer(subject.databaseUrl);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/bookings?limit=50`;
  const stock = await start(
    STOCK,
    [`${port}`, subject.databaseUrl, text, JSON.stringify(values)],
    {},
    async () => (await fetch(url)).ok,
  );
  try {
    const contenders: Contender[] = [
      { name: "pgbench", run: (time) => selectRate(subject.databaseUrl, text, values, time) },
      {
        name: "ours",
        run: (time) => requestRate(`${ours.origin}/api/v1/bookings?limit=50`, subject.token, time),
        server: ours,
      },
      { name: "stock", run: (time) => requestRate(url, "", time), server: stock },
    ];
    return await interleaved(contenders, postgres, rounds, seconds);
  } finally {
    await Promise.all([ours.stop(), stock.stop()]);
  }
};

/** Pages per second of two centers in one database server, in turn: does a page cost more where there is more? */
export const compareSizes = async (
  small: Subject,
  large: Subject,
  rounds: number,
  seconds: number,
): Promise<{ small: number; large: number }> => {
  const samples = { small: [] as number[], large: [] as number[] };
  for (let round = 0; round <= rounds; round++) {
    for (const [name, { databaseUrl, centerId }] of [
      ["small", small],
      ["large", large],
    ] as const) {
      const { text, values } = pageSelect(centerId);
      const rate = await selectRate(databaseUrl, text, values, seconds);
      if (round > 0) samples[name].push(rate);
    }
  }
  return { small: median(samples.small), large: median(samples.large) };
};
