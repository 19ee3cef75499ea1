import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { atMost, type Figure, say } from "../lib/figures.ts";
import { processTree, type Seen } from "../lib/proc.ts";
import { median, publish, table } from "../lib/report.ts";
import { npmStart, tokenIn } from "./npm-start.ts";

/** What housekeeping does at a start is over by then, and V8 has given back what starting took. */
const REST_MS = 60_000;

const MEGABYTE = 1_000_000;

const isPostgres = ({ command }: Seen): boolean => /(^|\/)postgres[: ]/.test(command);

const nameOf = ({ command }: Seen): string => {
  if (command.includes("apps/server/src/main.ts")) return "the server";
  if (command.startsWith("sh ")) return "npm's shell";
  if (command.startsWith("npm")) return "npm";
  return `\`${basename(command.split(" ", 1)[0] ?? "")}\``;
};

/** `npm run bench -- start [--rounds N] [--scale 0.1]`: from `npm start` to the first 200, and memory at rest. */
export const benchStart = async ({ rounds = 5, scale = 1 }): Promise<readonly Figure[]> => {
  const folder = await mkdtemp(join(tmpdir(), "aa-start-"));
  try {
    const first = await npmStart(folder);
    const token = await untilShown(() => tokenIn(first.said));
    await first.stop();
    const times: number[] = [];
    let seen: Seen[] = [];
    for (let round = 1; round <= rounds; round++) {
      const started = await npmStart(folder, token);
      console.error(`  first 200 after ${(started.ms / 1000).toFixed(2)} s`);
      times.push(started.ms / 1000);
      if (round === rounds) {
        await sleep(REST_MS * scale);
        seen = processTree(started.pid).filter((one) => !isPostgres(one));
      }
      await started.stop();
    }
    return report({ first: first.ms / 1000, times, seen, scale });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The key is printed a moment after the port answers. */
const untilShown = async (token: () => string): Promise<string> => {
  for (let tries = 0; tries < 100; tries++) {
    try {
      return token();
    } catch {
      await sleep(50);
    }
  }
  return token();
};

interface Measured {
  readonly first: number;
  readonly times: readonly number[];
  readonly seen: readonly Seen[];
  readonly scale: number;
}

const megabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(0);

const report = ({ first, times, seen, scale }: Measured): readonly Figure[] => {
  const server = seen.find(({ command }) => command.includes("apps/server/src/main.ts"));
  if (!server) throw new Error("The server is not among the processes of npm start.");
  const start = atMost(3, { what: "`npm start` to the first 200, warm", value: median(times), unit: "s" });
  const memory = atMost(250, {
    what: "resident memory of the server at rest, without PostgreSQL",
    value: server.rss / MEGABYTE,
    unit: "MB",
    digits: 0,
  });
  publish({ name: "start", title: "Starting, and at rest", command: "npm run bench -- start", keep: scale === 1 }, [
    `${say(start)}: the median of ${times.length} starts of an installed checkout over a database that is there, each stopped by Ctrl-C (${times.map((time) => time.toFixed(2)).join(", ")} s), from the command to the first \`GET /api/v1/bookings\` with a key that is answered with 200. PostgreSQL's own start is in it. The very first start, which makes the database and two years of sample data, took ${first.toFixed(1)} s.`,
    `${say(memory)}, ${(REST_MS * scale) / 1000} s after a start:`,
    table(
      ["process of `npm start`", "resident, MB", "without what others share, MB"],
      seen.map((one) => [nameOf(one), megabytes(one.rss), megabytes(one.pss)]),
    ),
    `All of them together have ${megabytes(seen.reduce((sum, { pss }) => sum + pss, 0))} MB, what they share counted once. Where no terminal waits, \`npx aa start\` is the server alone.`,
  ]);
  return [start, memory];
};
