import { readFile } from "node:fs/promises";
import { nearest } from "@aviationalley/api/lib/nearest.ts";
import { SettingFaults } from "@aviationalley/api/lib/environment.ts";
import { DatabaseUnavailable } from "@aviationalley/db/client.ts";
import { MigrationRefused } from "@aviationalley/db/migrate.ts";
import { readArguments } from "./arguments.ts";
import type { Command } from "./command.ts";
import { Fault, usageFault } from "./fault.ts";
import { commandHelp, overview } from "./help.ts";

/** Where a command speaks: its own output, and what is said to the person who waits for it. */
export interface Voice {
  out(line: string): void;
  err(line: string): void;
}

/** Commands by their one or two words. Each is loaded when it is called: the whole server takes a second to load. */
export type Commands = Readonly<Record<string, () => Promise<Command>>>;

/** Finds the command, reads its options and runs it. The exit code: 0, 1 failed, 2 misused. */
export const runCommandLine = async (commands: Commands, args: readonly string[], voice: Voice): Promise<number> => {
  try {
    if (args[0] === "--version") {
      voice.out(await readVersion());
      return 0;
    }
    const list = listed(commands, args);
    if (list) {
      voice.out(overview(await Promise.all(list.map((load) => load()))));
      return args.some((arg) => HELP.has(arg)) ? 0 : 2;
    }
    const { load, rest } = find(commands, args);
    const command = await load();
    const { values, operands, help } = readArguments(command, rest);
    if (help) voice.out(commandHelp(command));
    else await command.run(values, operands);
    return 0;
  } catch (error) {
    const { lines, exitCode } = explain(error);
    for (const line of lines) voice.err(line);
    return exitCode;
  }
};

const HELP: ReadonlySet<string> = new Set(["--help", "-h", "help"]);

/** What to list where no single command is meant: all of them for `aa` and `aa --help`, a family's for `aa key`. */
const listed = (
  commands: Commands,
  [first, second]: readonly string[],
): readonly (() => Promise<Command>)[] | undefined => {
  if (first === undefined || HELP.has(first)) return Object.values(commands);
  if (second !== undefined && !HELP.has(second)) return undefined;
  const family = Object.entries(commands).filter(([name]) => name.startsWith(`${first} `));
  return family.length > 0 ? family.map(([, load]) => load) : undefined;
};

/** The version of the whole project. */
const readVersion = async (): Promise<string> => {
  const project: unknown = JSON.parse(await readFile(new URL("../../../package.json", import.meta.url), "utf8"));
  return typeof project === "object" && project && "version" in project ? String(project.version) : "unknown";
};

const find = (
  commands: Commands,
  args: readonly string[],
): { load: () => Promise<Command>; rest: readonly string[] } => {
  for (const words of [2, 1]) {
    const name = args.slice(0, words).join(" ");
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (load) return { load, rest: args.slice(words) };
  }
  const words = args.slice(0, 2).filter((word) => !word.startsWith("-"));
  const names = Object.keys(commands);
  const family = names.filter((name) => name.startsWith(`${words[0]} `));
  const meant = nearest(words.join(" "), names) ?? nearest(words[0] ?? "", names);
  const hint = meant ? `did you mean "${meant}"?` : `there are: ${(family.length > 0 ? family : names).join(", ")}`;
  throw usageFault(`aa: unknown command "${words.join(" ")}": ${hint}`);
};

/** Undefined table: the database is there, but nobody has migrated it. */
const UNDEFINED_TABLE = "42P01";

/** What went wrong in one line with the remedy; a stack only for what nobody foresaw. */
const explain = (error: unknown): { lines: readonly string[]; exitCode: number } => {
  if (error instanceof Fault) return { lines: [error.message], exitCode: error.exitCode };
  if (error instanceof MigrationRefused) return { lines: [error.message], exitCode: 1 };
  if (error instanceof SettingFaults) return { lines: error.faults, exitCode: 1 };
  if (error instanceof DatabaseUnavailable)
    return { lines: [`${error.message}. Start the server, or mend DATABASE_URL.`], exitCode: 1 };
  if (error instanceof Error && "code" in error && error.code === UNDEFINED_TABLE)
    return { lines: ["The database has not been set up. Run `npx aa migrate`, or `npm start`."], exitCode: 1 };
  return { lines: [error instanceof Error ? (error.stack ?? error.message) : String(error)], exitCode: 1 };
};
