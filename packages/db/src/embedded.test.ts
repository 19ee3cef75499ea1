import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "@aviationalley/testing/until.ts";
import { openDatabase, statement } from "./client.ts";
import { startEmbedded } from "./embedded.ts";
import { readPostmaster } from "./embedded/postmaster.ts";

const HOLD = fileURLToPath(new URL("./embedded/fixtures/hold.ts", import.meta.url));

interface Held {
  readonly child: ChildProcess;
  readonly url: string;
  readonly owns: boolean;
}

const create = statement("test.keep", "create table kept (n int)");
const count = statement<{ n: number }>("test.kept", "select count(*) as n from kept");
const backend = statement<{ pid: number }>("test.backend", "select pg_backend_pid() as pid");

let dataDir: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "aa-embedded-"));
});

afterEach(async () => {
  for (const child of children.splice(0)) await end(child, "SIGKILL");
  await until(async () => (await readPostmaster(join(dataDir, "cluster"))) === undefined);
  await rm(dataDir, { recursive: true, force: true });
});

/** Another process that runs the server of this data directory. */
const hold = async (): Promise<Held> => {
  const child = spawn(process.execPath, [HOLD, dataDir], { stdio: ["pipe", "pipe", "inherit"] });
  children.push(child);
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line);
    if (said.url) return { child, url: said.url, owns: said.owns };
  }
  throw new Error(`the process ended with ${child.exitCode}`);
};

const end = async (child: ChildProcess, how: "SIGKILL" | "stdin") => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  if (how === "SIGKILL") child.kill("SIGKILL");
  else child.stdin?.end();
  await exit;
};

const withDb = async <T>(url: string, use: (db: ReturnType<typeof openDatabase>) => Promise<T>): Promise<T> => {
  const db = openDatabase({ url });
  try {
    return await use(db);
  } finally {
    await db.close();
  }
};

describe("the embedded server", () => {
  it("starts on nothing, stops, and starts again with the same URL and data", async () => {
    const first = await startEmbedded({ dataDir, fsync: false });
    expect(first.ownsProcess).toBe(true);
    await withDb(first.url, (db) => db.run(create, []));
    await first.stop();
    expect(await readPostmaster(join(dataDir, "cluster"))).toBeUndefined();
    const second = await startEmbedded({ dataDir, fsync: false });
    expect(second.url).toBe(first.url);
    expect((await withDb(second.url, (db) => db.one(count, []))).n).toBe(0);
    await second.stop();
  });

  it("asks for a password", async () => {
    const server = await startEmbedded({ dataDir, fsync: false });
    const wrong = server.url.replace(/:[^:@]+@/, ":wrong@");
    await expect(withDb(wrong, (db) => db.one(backend, []))).rejects.toThrow("password authentication failed");
    await server.stop();
  });

  it("is made once when two processes start at the same moment; the second attaches and never stops it", async () => {
    const both = await Promise.all([hold(), hold()]);
    const [owner, guest] = both.sort((a, b) => Number(b.owns) - Number(a.owns));
    if (!owner || !guest) throw new Error("two were started");
    expect([owner.owns, guest.owns]).toEqual([true, false]);
    expect(guest.url).toBe(owner.url);
    await end(guest.child, "stdin");
    await withDb(owner.url, (db) => db.one(backend, []));
    await end(owner.child, "stdin");
    expect(await readPostmaster(join(dataDir, "cluster"))).toBeUndefined();
  });

  it("recovers by itself when its owner was killed with -9", async () => {
    const killed = await hold();
    await withDb(killed.url, (db) => db.run(create, []));
    await end(killed.child, "SIGKILL");
    const next = await startEmbedded({ dataDir, fsync: false });
    expect(next.ownsProcess).toBe(true);
    expect((await withDb(next.url, (db) => db.one(count, []))).n).toBe(0);
    await next.stop();
  });

  it("is taken over by who uses it when its owner leaves", async () => {
    const owner = await hold();
    const guest = await startEmbedded({ dataDir, fsync: false });
    expect(guest.ownsProcess).toBe(false);
    await withDb(guest.url, async (db) => {
      await db.one(backend, []);
      await end(owner.child, "stdin");
      await until(async () => (await db.one(backend, [])) && guest.ownsProcess);
    });
    await guest.stop();
  });

  it("is started anew when it is killed with -9 itself", async () => {
    const server = await startEmbedded({ dataDir, fsync: false });
    const before = await readPostmaster(join(dataDir, "cluster"));
    if (before === undefined) throw new Error("it runs");
    await withDb(server.url, async (db) => {
      await db.one(backend, []);
      process.kill(before.identity.pid, "SIGKILL");
      await until(async () => {
        const now = await readPostmaster(join(dataDir, "cluster"));
        return now && now.identity.pid !== before.identity.pid && (await db.one(backend, []));
      });
    });
    await server.stop();
  });

  it("does not take a stranger that has the old pid for its server", async () => {
    await (await startEmbedded({ dataDir, fsync: false })).stop();
    const stale = `${process.pid}\n${join(dataDir, "cluster")}\n1\n5432\n\n127.0.0.1\n 1 1\nready   \n`;
    await writeFile(join(dataDir, "cluster", "postmaster.pid"), stale);
    await writeFile(join(dataDir, "lock"), `${process.pid} 12345\n`);
    const server = await startEmbedded({ dataDir, fsync: false });
    expect(server.ownsProcess).toBe(true);
    await server.stop();
  });

  it("refuses data of another major version, with the remedy", async () => {
    await (await startEmbedded({ dataDir, fsync: false })).stop();
    await writeFile(join(dataDir, "cluster", "PG_VERSION"), "14\n");
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/made by PostgreSQL 14, this is \d+: run `aa backup`/);
    await writeFile(join(dataDir, "cluster", "PG_VERSION"), "junk\n");
    await expect(startEmbedded({ dataDir })).rejects.toThrow(/PG_VERSION is damaged: restore it from a backup/);
  });

  it("says in one line why it does not start", async () => {
    await (await startEmbedded({ dataDir, fsync: false })).stop();
    const settings = join(dataDir, "cluster", "postgresql.conf");
    await writeFile(settings, `${await readFile(settings, "utf8")}\nnonsense = 1\n`);
    const failure = await startEmbedded({ dataDir }).catch((error: unknown) => String(error));
    expect(failure).toMatch(/^Error: PostgreSQL did not start: .*(nonsense|configuration).*\(see .*server\.log\)$/);
  });
});
