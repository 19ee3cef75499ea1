import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { requestRate } from "../lib/load.ts";
import { startServer } from "../lib/processes.ts";
import { profileTable, profiling } from "../lib/profile.ts";
import type { Subject } from "./rates.ts";

/** Seconds from the start that belong to loading and warming up. */
const WARM = 5;

/** Where the server's time goes under the same load, as shares of its busy samples. */
export const profileServer = async ({ databaseUrl, token }: Subject, seconds: number): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "aa-profile-"));
  try {
    const server = await startServer(databaseUrl, { nodeOptions: profiling(folder) });
    await requestRate(`${server.origin}/api/v1/bookings?limit=50`, token, WARM + seconds);
    await server.stop();
    return await profileTable(folder, WARM * 1_000_000);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
