import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Staged } from "../../ledger/stage.ts";
import type { Fault, Part } from "../part.ts";
import type { Host } from "../postgres.ts";
import { startSingle } from "../single.ts";
import { postgresBin } from "../tools.ts";

const HOLD_MS = 15_000;

/** Below the number of any descriptor that could come free. */
const NONE = 3;

const ROOM = 5;
const IDLERS = 300;

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

/** While `work` is done, these processes may open no descriptor of this number or above. */
const limited = async (pids: readonly number[], most: (pid: number) => number, work: () => Promise<void>) => {
  const before = pids.map((pid) => ({ pid, limit: limitOf(pid) }));
  for (const pid of pids) limit(pid, most(pid));
  try {
    await work();
  } finally {
    for (const { pid, limit: former } of before) limit(pid, former);
  }
};

const nothingMore = (host: Host): Fault => ({
  name: "no node may open anything",
  happen: (staged) =>
    limited(
      nodesOf(staged),
      () => NONE,
      async () => {
        await dropConnections(host);
        await sleep(HOLD_MS);
      },
    ),
});

const connectTo = (origin: string): Socket => {
  const socket = connect(Number(new URL(origin).port), "127.0.0.1");
  return socket.on("error", () => undefined).unref();
};

/** The highest number of a descriptor that is open, and a few more. */
const fewMore = (pid: number): number => Math.max(...readdirSync(`/proc/${pid}/fd`).map(Number)) + ROOM;

const takenByClients = (host: Host): Fault => ({
  name: `${IDLERS} idle clients take all descriptors of the API nodes`,
  async happen({ apis }) {
    const pids = apis.flatMap(({ actor }) => actor.pid ?? []);
    await limited(pids, fewMore, async () => {
      const idlers = apis.flatMap(({ origin }) => Array.from({ length: IDLERS }, () => connectTo(origin)));
      await dropConnections(host);
      await sleep(HOLD_MS);
      for (const idler of idlers) idler.destroy();
    });
  },
});

export const descriptors: Part = {
  name: "descriptors",
  title: "Nodes out of file descriptors",
  told: `For ${HOLD_MS / 1_000} s no node may open anything: no file, no connection of a client, none to the database (those that it
had are ended) and none to a receiver. Then, as long, clients take the descriptors that an API node has left, and say nothing.
What is kept open gets its answers; who comes anew waits or is sent away.`,
  times: 1,
  mayClose: true,
  needs: [postgresBin],
  async prepare(folder) {
    const single = await startSingle(folder);
    const { host } = single;
    return { ...single, house: single, faults: [nothingMore(host), takenByClients(host)] };
  },
};
