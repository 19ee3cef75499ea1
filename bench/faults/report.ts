import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { percentile, table } from "../lib/report.ts";
import { verdictLines } from "../ledger/report.ts";
import { tally } from "../ledger/tally.ts";
import type { Happened } from "./part.ts";
import type { PartPlayed } from "./run.ts";
import { deliveryAfter, notKept, recoveryOf, verdictsOf } from "./verdicts.ts";
import type { Seen } from "./witness.ts";

const FILE = "docs/proof/faults.md";

const INTRODUCTION = `Two API nodes, two workers, two producers and misbehaving receivers run as in [the ledger](ledger.md); one fault at a
time comes and goes. A witness reads a list and annotates a booking at each node five times a second, reads on new
connections and writes on one that is kept. "Served again" is when every node has served a read and a write that were sent after the
fault's end. All of it happens in Linux namespaces that end with the command, and leaves nothing in the machine's network.`;

const secondsOf = (ms: number | undefined): string => (ms === undefined ? "never" : `${(ms / 1_000).toFixed(1)} s`);

const happenedTable = (played: PartPlayed): string =>
  table(
    ["what happened", "lasted", "every node serves again after", "next delivery after", ""],
    played.happened.map((one) => [
      one.name,
      secondsOf(one.over - one.from),
      secondsOf(recoveryOf(played, one)),
      secondsOf(deliveryAfter(played, one)),
      one.note,
    ]),
  );

const OUTCOMES = [
  ["served", "served"],
  ["unavailable", "503 with Retry-After"],
  ["closed", "closed without an answer"],
  ["silent", "silence"],
  ["unclear", "anything else"],
] as const;

const duration = ({ sentAt, endedAt }: Seen): number => endedAt - sentAt;

const answersOf = (name: string, seen: readonly Seen[]): string[] => {
  const counts = OUTCOMES.map(([outcome]) => seen.filter((one) => one.outcome.startsWith(outcome)).length);
  const times = seen.map(duration);
  const slow = times.length === 0 ? ["–", "–"] : [secondsOf(percentile(times, 0.5)), secondsOf(Math.max(...times))];
  return [name, ...counts.map(String), ...slow];
};

const isDuring =
  (name: string, happened: readonly Happened[]) =>
  ({ sentAt, endedAt }: Seen): boolean =>
    happened.some((one) => one.name === name && endedAt >= one.from && sentAt <= one.over);

/** What the witness was answered while each fault lasted, and the rest of the time. */
const answersTable = ({ happened, seen }: PartPlayed): string => {
  const names = [...new Set(happened.map(({ name }) => name))];
  const rest = seen.filter((one) => !names.some((name) => isDuring(name, happened)(one)));
  return table(
    ["the witness's requests", ...OUTCOMES.map(([, word]) => word), "median", "slowest"],
    [...names.map((name) => answersOf(name, seen.filter(isDuring(name, happened)))), answersOf("between faults", rest)],
  );
};

const lostOf = (played: PartPlayed): number => verdictsOf(played).reduce((sum, { broken }) => sum + broken.length, 0);

export const isKept = (played: PartPlayed): boolean => lostOf(played) === 0;

/** One part as a section: what was done, what was seen, and each sentence of the promise with what broke it. */
export const describe = (played: PartPlayed, command: string): string => {
  const { part, version, settings, drained } = played;
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim();
  const origin = `\`${command}\` on ${new Date().toISOString().slice(0, 10)} at ${commit}: ${cpus().length} cores, ${cpus()[0]?.model ?? "unknown CPU"}, Node ${process.versions.node}, PostgreSQL ${version} with ${settings}; everything shares the machine.`;
  return [
    `## ${part.title}`,
    part.told,
    origin,
    isKept(played) ? "**All promises were kept.**" : "**A promise was broken.**",
    happenedTable(played),
    answersTable(played),
    table(
      ["what was counted", ""],
      [["changes acknowledged and not kept", String(notKept(played))], ...tally(played.ledger)],
    ),
    ...(drained === undefined ? [] : [`In the end it took ${drained.toFixed(1)} s until nothing waited any more.`]),
    verdictsOf(played).flatMap(verdictLines).join("\n"),
  ].join("\n\n");
};

const titleOf = (section: string): string => /^## (.*)/.exec(section)?.[1] ?? "";

/** Writes sections into the page, in place of earlier ones of the same parts; `order` is that of all titles. */
export const keepReport = async (sections: readonly string[], order: readonly string[]): Promise<void> => {
  const before = await readFile(FILE, "utf8").catch(() => "");
  const earlier = before.split(/^(?=## )/m).filter((text) => text.startsWith("## "));
  const all = new Map([...earlier, ...sections].map((text) => [titleOf(text), text.trim()]));
  const page = order.flatMap((title) => all.get(title) ?? []);
  await mkdir("docs/proof", { recursive: true });
  await writeFile(FILE, `# Faults of the database and of the node\n\n${INTRODUCTION}\n\n${page.join("\n\n")}\n`);
};
