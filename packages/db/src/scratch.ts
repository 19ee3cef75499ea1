import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbedded } from "./embedded.ts";
import { send } from "./send.ts";
import { withSession } from "./session.ts";
import { withDatabase } from "./target.ts";

const withServer = async <T>(use: (url: string) => Promise<T>): Promise<T> => {
  const dataDir = await mkdtemp(join(tmpdir(), "aa-scratch-"));
  const server = await startEmbedded({ dataDir, fsync: false });
  try {
    return await use(server.url);
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};

const withDatabaseOn = async <T>(serverUrl: string, use: (url: string) => Promise<T>): Promise<T> => {
  const name = `aa_scratch_${randomBytes(4).toString("hex")}`;
  const administer = (text: string) => withSession(serverUrl, (client) => send(client, { text }));
  await administer(`create database ${name} template template0 encoding 'UTF8'`);
  try {
    return await use(withDatabase(serverUrl, name));
  } finally {
    await administer(`drop database if exists ${name} with (force)`);
  }
};

/** Gives an empty database of its own on the server named, or on one started for it, and takes it away again. */
export const withScratchDatabase = <T>(serverUrl: string | undefined, use: (url: string) => Promise<T>): Promise<T> => {
  const run = (server: string) => withDatabaseOn(server, use);
  return serverUrl ? run(serverUrl) : withServer(run);
};
