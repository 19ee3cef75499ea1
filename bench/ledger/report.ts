import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { median, table } from "../lib/report.ts";
import type { Verdict } from "./clauses.ts";
import { FAULTS, type Struck } from "./faults.ts";
import type { Played } from "./play.ts";
import { tally } from "./tally.ts";

export interface Run {
  readonly command: string;
  readonly minutes: number;
  readonly seed: number;
  readonly nodes: number;
  /** Its version. */
  readonly postgres: string;
  readonly played: Played;
  readonly verdicts: readonly Verdict[];
}

const FILE = "docs/proof/ledger.md";

const FAULT_NAMES = {
  worker: "worker killed with -9",
  api: "API node killed with -9",
  producer: "producer killed with -9",
  postgres: "PostgreSQL killed with -9, all of its processes",
  freeze: "worker frozen beyond its leases, then let go on",
} as const;

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

const faultTable = (struck: readonly Struck[]): string =>
  table(
    ["what was done", "times", "back at work after (median)", "slowest"],
    FAULTS.map((fault) => {
      const times = struck.flatMap((one) => (one.fault === fault ? [one.recovery] : []));
      const [usual, slowest] = times.length > 0 ? [median(times), Math.max(...times)] : [0, 0];
      return [FAULT_NAMES[fault], String(times.length), seconds(usual), seconds(slowest)];
    }),
  );

const MOST_SHOWN = 20;

/** A sentence of the promise, and what broke it. */
export const verdictLines = ({ promise, broken }: Verdict): string[] => [
  `- ${broken.length === 0 ? "kept" : `BROKEN ${broken.length} times`}: ${promise}.`,
  ...broken.slice(0, MOST_SHOWN).map((what) => `  - ${what}`),
  ...(broken.length > MOST_SHOWN ? [`  - … and ${broken.length - MOST_SHOWN} more`] : []),
];

const isKept = ({ verdicts, played }: Run): boolean =>
  played.drained !== undefined && verdicts.every(({ broken }) => broken.length === 0);

/** One run as a page: what was done, what was counted, and each sentence of the promise with what broke it. */
export const describe = (run: Run): string => {
  const { command, played, verdicts, postgres } = run;
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const origin = `\`${command}\` on ${new Date().toISOString().slice(0, 10)} at ${commit}: ${cpus().length} cores, ${cpus()[0]?.model ?? "unknown CPU"}, Node ${process.versions.node}, PostgreSQL ${postgres} with fsync, full_page_writes and synchronous_commit on; everything shares the machine.`;
  const end =
    played.drained === undefined
      ? "**Deliveries still waited when the patience was over.**"
      : `After the last fault it took ${played.drained.toFixed(1)} s until nothing waited any more.`;
  return [
    origin,
    isKept(run) ? "**Nothing was lost.**" : "**The promise was broken.**",
    faultTable(played.struck),
    table(["what was counted", ""], tally(played.ledger)),
    end,
    verdicts.flatMap(verdictLines).join("\n"),
  ].join("\n\n");
};

const HEAD = ["date", "command", "faults", "changes", "deliveries", "duplicates", "lost"];

const rowOf = (run: Run): string => {
  const { facts } = run.played.ledger;
  const counted = new Map(tally(run.played.ledger));
  const lost = run.verdicts.reduce((sum, { broken }) => sum + broken.length, 0);
  return `| ${[
    new Date().toISOString().slice(0, 10),
    `\`${run.command}\``,
    run.played.struck.length,
    facts.events.length,
    facts.deliveries.length,
    counted.get("accepted more than once (duplicates that a receiver drops by their id)") ?? "",
    lost,
  ].join(" | ")} |`;
};

const INTRODUCTION = `Producers change bookings over HTTP under \`Idempotency-Key\`s, and work orders by commands in their own process. API
nodes, workers, producers and PostgreSQL are killed with -9 at random, workers are frozen beyond their leases, and
receivers answer 500, 503, 429, 410, redirect, hang, reset, drip, close early or send garbage. Producers and receivers
fsync journals of their own. Hours of waiting are not waited for: what is due later is made due. When the faults are
over and nothing waits any more, the journals and the database are compared.`;

/** Keeps the run: its row below those of earlier runs, and itself as the last one in full. */
export const keepReport = async (run: Run): Promise<void> => {
  const before = await readFile(FILE, "utf8").catch(() => "");
  const rows = before.split("\n").filter((line) => /^\| 20\d\d-/.test(line));
  const runs = [table(HEAD, []), ...rows, rowOf(run)].join("\n");
  await mkdir("docs/proof", { recursive: true });
  await writeFile(
    FILE,
    `# Nothing is lost\n\n${INTRODUCTION}\n\n## Runs\n\n${runs}\n\n## The last one\n\n${describe(run)}\n`,
  );
};
