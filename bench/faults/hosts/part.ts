import { openDatabase } from "@aviationalley/db/client.ts";
import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault, Part } from "../part.ts";
import { type Host, makeDatabase, openHost, PASSWORDS, refuseForgetful } from "../postgres.ts";
import { postgresBin } from "../tools.ts";
import { layNetwork, type Wired } from "./network.ts";

const PORT = 5432;
const LONGEST_NOTICE_MS = 4_000;

/** A host and its cable. */
interface Node {
  readonly host: Host;
  readonly cable: Wired;
}

/** Rewinding needs checksums or hints in the log, and the log back to where the two parted. */
const SETTINGS = { wal_level: "replica", wal_keep_size: "1GB", max_wal_senders: "10", hot_standby: "on" };

/** A commit is acknowledged when a standby has it on its disk. */
const SYNCHRONOUS = { synchronous_standby_names: "*" };

const conninfo = (words: Readonly<Record<string, string | number>>): string =>
  Object.entries(words)
    .map(([name, value]) => `${name}=${value}`)
    .join(" ");

/** How one host reaches another as the superuser. */
const wayTo = ({ address, port }: Host, more: Readonly<Record<string, string>> = {}): string =>
  conninfo({ host: address, port, user: "postgres", password: PASSWORDS.postgres, ...more });

const until = async (what: string, is: () => Promise<boolean>): Promise<void> => {
  for (const end = performance.now() + 60_000; !(await is().catch(() => false)); await sleep(50))
    if (performance.now() > end) throw new Error(`${what} did not come about within a minute.`);
};

/** The standby runs: from now on the primary acknowledges nothing that is not there too. */
const requireStandby = async ({ host }: Node): Promise<void> => {
  await host.reload(SYNCHRONOUS);
  await until("A synchronous standby", async () => {
    const rows = await host.query("select from pg_stat_replication where state = 'streaming' and sync_state = 'sync'");
    return rows.length === 1;
  });
};

const copyFrom = async (standby: Node, primary: Node): Promise<void> => {
  await rm(standby.host.data, { recursive: true, force: true });
  await standby.host.tool(
    "pg_basebackup",
    "-D",
    standby.host.data,
    "-c",
    "fast",
    "-d",
    primary.host.url("postgres", "postgres"),
  );
};

/** What was the primary gives up what nobody else has, and follows the other. Answers by which means. */
const rebuild = async (former: Node, primary: Node): Promise<string> => {
  // A former primary must be dead before its cable is mended, or there are two.
  await former.host.halt();
  former.cable.mend();
  await primary.host.query("checkpoint"); // so that its control file tells of its new timeline
  const source = wayTo(primary.host, { dbname: "postgres" });
  const { host } = former;
  const means = await host
    .tool("pg_rewind", "-D", host.data, `--source-server=${source}`, `--config-file=${host.config}`)
    .then(
      () => "pg_rewind",
      async () => {
        await copyFrom(former, primary);
        return "pg_basebackup";
      },
    );
  await follow(former, primary);
  await requireStandby(primary);
  return `rebuilt by ${means}`;
};

const follow = async ({ host }: Node, primary: Node): Promise<void> => {
  await host.follow(wayTo(primary.host));
  await host.start();
};

/** The two change places each time. */
const failover = (one: Node, other: Node): Fault => {
  let [primary, standby] = [one, other];
  return {
    name: "the primary cut off, the standby promoted",
    async happen() {
      primary.cable.cut();
      await sleep(Math.random() * LONGEST_NOTICE_MS); // whoever watches over both has to notice
      await standby.host.tool("pg_ctl", "promote", "-w", "-D", standby.host.data);
    },
    async tidy() {
      [primary, standby] = [standby, primary];
      return await rebuild(standby, primary);
    },
  };
};

export const hosts: Part = {
  name: "hosts",
  title: "Two PostgreSQL hosts, the primary cut off",
  told: `Two hosts in network namespaces on one switch, streaming replication. The primary's link goes down under load: what
is sent to it is swallowed, and nobody is told. Up to ${LONGEST_NOTICE_MS / 1_000} seconds later the standby is promoted. The former primary is
rebuilt as the standby and made synchronous again before the next time. \`DATABASE_URL\` names both hosts.`,
  times: 10,
  needs: [postgresBin],
  async prepare(folder) {
    const bin = postgresBin();
    const cables = layNetwork();
    const [one, other] = cables.map((cable, n): Node => {
      const { address, within } = cable;
      const name = `db${n + 1}`;
      return { cable, host: openHost({ bin, folder, name, address, within, port: PORT, settings: SETTINGS }) };
    });
    if (!one || !other) throw new Error("Two cables make two hosts.");
    await one.host.initialise();
    await one.host.start();
    await makeDatabase(one.host);
    await other.host.prepareHome();
    await copyFrom(other, one);
    await follow(other, one);
    await requireStandby(one);
    const version = await refuseForgetful(one.host);
    const url = one.host.url("aviationalley").replace(`${one.host.address}:${PORT}`, both(one, other));
    const db = openDatabase({
      url: one.host.url("postgres").replace(`${one.host.address}:${PORT}`, both(one, other)),
      statementTimeout: 0,
      applicationName: "ledger",
    });
    return {
      house: { url, db },
      version,
      settings: "fsync, full_page_writes and synchronous_commit on, synchronous_standby_names '*'",
      faults: [failover(one, other)],
      async close() {
        await db.close();
        for (const { host } of [one, other]) await host.halt();
      },
    };
  },
};

const both = (...nodes: readonly Node[]): string => nodes.map(({ cable }) => `${cable.address}:${PORT}`).join(",");
