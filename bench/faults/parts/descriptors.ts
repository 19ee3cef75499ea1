import { execFileSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import type { Staged } from "../../ledger/stage.ts";
import type { Part } from "../part.ts";
import type { Host } from "../postgres.ts";
import { startSingle } from "../single.ts";
import { postgresBin } from "../tools.ts";

const HOLD_MS = 15_000;

/** Below the number of any descriptor that could come free. */
const NONE = 3;

const limitOf = (pid: number): string =>
  execFileSync("prlimit", ["--pid", `${pid}`, "--nofile", "--output", "SOFT", "--noheadings"], {
    encoding: "utf8",
  }).trim();

/** Its soft limit alone, which a process may raise again. */
const limit = (pid: number, most: number | string): void =>
  void execFileSync("prlimit", ["--pid", `${pid}`, `--nofile=${most}:`]);

const nodesOf = ({ apis, workers }: Staged): number[] =>
  [...apis.map(({ actor }) => actor), ...workers].flatMap(({ pid }) => pid ?? []);

const dropConnections = (host: Host): Promise<unknown> =>
  host.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'aviationalley%'");

export const descriptors: Part = {
  name: "descriptors",
  title: "Nodes out of file descriptors",
  told: `For ${HOLD_MS / 1_000} s no node may open anything: no file, no connection of a client, none to the database (those that it
had are ended) and none to a receiver. What has a connection gets its answer; who comes anew is sent away.`,
  times: 2,
  mayClose: true,
  needs: [postgresBin],
  async prepare(folder) {
    const single = await startSingle(folder);
    return {
      ...single,
      house: single,
      faults: [
        {
          name: "no file descriptor left in any node",
          async happen(staged) {
            const before = nodesOf(staged).map((pid) => ({ pid, most: limitOf(pid) }));
            for (const { pid } of before) limit(pid, NONE);
            await dropConnections(single.host);
            await sleep(HOLD_MS);
            for (const { pid, most } of before) limit(pid, most);
          },
        },
      ],
    };
  },
};
