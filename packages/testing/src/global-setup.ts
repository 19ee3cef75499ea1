import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "@aviationalley/db/embedded.ts";
import { migrate } from "@aviationalley/db/migrate.ts";
import { send } from "@aviationalley/db/send.ts";
import { withSession } from "@aviationalley/db/session.ts";
import { withDatabase } from "@aviationalley/db/target.ts";
import { administer } from "./admin.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The server of this run, as its owner. */
    readonly databaseAdminUrl: string;
    /** What the names of this run's databases begin with. */
    readonly databasePrefix: string;
  }
}

interface Server {
  readonly url: string;
  close(): Promise<void>;
}

const startOwnServer = async (): Promise<Server> => {
  const folder = await mkdtemp(join(tmpdir(), "aa-test-"));
  await chmod(folder, 0o755);
  const server = await startEmbedded({ dataDir: folder, fsync: false });
  return {
    url: server.url,
    async close() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const namesOf = (url: string, prefix: string): Promise<string[]> =>
  withSession(url, async (client) => {
    const text = "select datname from pg_database where starts_with(datname, $1)";
    return (await send(client, { text, values: [prefix] })).rows.map(({ datname }) => String(datname));
  });

const useServer = (url: string, prefix: string): Server => ({
  url,
  async close() {
    const names = await namesOf(url, prefix);
    await administer(url, ...names.map((name) => `drop database if exists "${name}" with (force)`));
  },
});

/** Sorts by bytes, as the embedded server does, where this server has a locale for it. */
const createTemplate = async (url: string, name: string): Promise<void> => {
  const create = `create database "${name}" template template0 encoding 'UTF8'`;
  await administer(url, `${create} locale 'C.UTF-8'`).catch(() => administer(url, create));
};

let server: Server | undefined;

/** One server for the whole run: TEST_DATABASE_URL's, or an embedded one in a temporary folder; one migrated template. */
export const setup = async (project: TestProject): Promise<void> => {
  const given = process.env["TEST_DATABASE_URL"];
  const prefix = `aa_${randomBytes(3).toString("hex")}`;
  server = given ? useServer(given, prefix) : await startOwnServer();
  const template = `${prefix}_template`;
  await createTemplate(server.url, template);
  await migrate({ url: withDatabase(server.url, template) });
  project.provide("databaseAdminUrl", server.url);
  project.provide("databasePrefix", prefix);
};

/** Drops what the tests left, those that failed included. */
export const teardown = async (): Promise<void> => {
  await server?.close();
};
