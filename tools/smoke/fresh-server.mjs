import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, processesOf, start, until } from "./process.mjs";

/** It may have to install first. */
const START_MS = 300_000;

/**
 * Starts a server of its own with first data, as a newcomer would, and waits until it is ready. Answers its origin, the
 * environment in which `aa` finds it, `log` for what it printed, and `stop`, which leaves nothing behind.
 * @param {string} name for its folder @param {Record<string, string>} settings
 */
export const startFreshServer = async (name, settings = {}) => {
  const dataDir = mkdtempSync(join(tmpdir(), `${name}-`));
  const port = await freePort();
  const env = { DATA_DIR: dataDir, HOST: "127.0.0.1", PORT: String(port), DATABASE_URL: undefined, ...settings };
  const server = start(process.execPath, ["bin/start.mjs"], env);
  const origin = `http://127.0.0.1:${port}`;
  let cluster = dataDir;
  const stop = async () => {
    server.signal("SIGINT");
    await server.end().catch(() => server.signal("SIGKILL"));
    for (const pid of processesOf(cluster)) process.kill(Number(pid), "SIGKILL");
    for (const folder of [cluster, dataDir]) rmSync(folder, { recursive: true, force: true });
  };
  const isReady = async () => {
    if (server.hasEnded()) throw new Error(`the server ended:\n${server.all()}`);
    return (await fetch(`${origin}/readyz`).catch(() => undefined))?.ok;
  };
  try {
    await until("the server is ready", isReady, { ms: START_MS, context: server.all });
    cluster = /its data is in (\S+)/.exec(server.all())?.[1] ?? dataDir;
    return { origin, env, log: server.all, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
