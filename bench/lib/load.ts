import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { tool } from "./tools.ts";

const run = promisify(execFile);

export const CONNECTIONS = 32;

/** Requests per second of a GET over `seconds`, from 32 connections of one wrk thread. Throws on any other answer than 2xx. */
export const requestRate = async (url: string, token: string, seconds: number): Promise<number> => {
  const headers = token === "" ? [] : ["-H", `Authorization: Bearer ${token}`];
  const args = ["-t1", `-c${CONNECTIONS}`, `-d${seconds}s`, "--timeout", "30s", ...headers, url];
  const { stdout } = await run(tool("wrk"), args);
  if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`${url} failed under load:\n${stdout}`);
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1];
  if (rate === undefined) throw new Error(`wrk printed no rate:\n${stdout}`);
  return Number(rate);
};

/**
 * A SELECT as a script of pgbench: on one line, its parameters by name. The colons of a time's format would be names
 * too, inside quotes as well, and cannot be escaped: a full stop costs the server the same.
 */
const scriptOf = (select: string): string =>
  select
    .replaceAll(/\s+/g, " ")
    .replaceAll(/(?<!:):(?=\w)/g, ".")
    .replaceAll(/\$(\d+)/g, ":v$1");

/** Transactions per second of one prepared SELECT with these values, from 32 pgbench clients. */
export const selectRate = async (
  databaseUrl: string,
  select: string,
  values: readonly (string | number)[],
  seconds: number,
): Promise<number> => {
  const folder = await mkdtemp(join(tmpdir(), "aa-bench-"));
  try {
    const script = join(folder, "select.sql");
    await writeFile(script, `${scriptOf(select)};\n`);
    const bound = values.flatMap((value, index) => ["-D", `v${index + 1}=${value}`]);
    const args = [
      ...bound,
      "-n",
      "-M",
      "prepared",
      "-c",
      `${CONNECTIONS}`,
      "-j",
      "1",
      "-T",
      `${seconds}`,
      "-f",
      script,
      databaseUrl,
    ];
    const { stdout } = await run(tool("pgbench"), args);
    const rate = /tps = ([\d.]+) \(without/.exec(stdout)?.[1];
    if (rate === undefined) throw new Error(`pgbench printed no rate:\n${stdout}`);
    return Number(rate);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
