import type { Settings } from "@aviationalley/api/lib/environment.ts";
import { type Db, openDatabase } from "@aviationalley/db/client.ts";
import { startEmbedded } from "@aviationalley/db/embedded.ts";
import { Fault } from "./fault.ts";
import { readSettings } from "./settings.ts";

export interface Server {
  readonly url: string;
  /** The server itself, where `url` is a pooler's. */
  readonly directUrl: string;
  /** True when it is ours: in DATA_DIR. */
  readonly embedded: boolean;
  stop(): Promise<void>;
}

/** The server of DATABASE_URL; without it the embedded one, started now or attached to while another process runs it. */
export const findServer = async (settings: Settings, log: (line: string) => void): Promise<Server> => {
  const { databaseUrl, databaseDirectUrl = databaseUrl, dataDir, postgresBinaries } = settings;
  if (databaseUrl !== undefined)
    return { url: databaseUrl, directUrl: databaseDirectUrl ?? databaseUrl, embedded: false, stop: async () => {} };
  const server = await startEmbedded({
    dataDir,
    log,
    ...(postgresBinaries === undefined ? {} : { binaries: postgresBinaries }),
  }).catch((error: unknown) => {
    throw new Fault(`The embedded database cannot start: ${error instanceof Error ? error.message : String(error)}`);
  });
  return { url: server.url, directUrl: server.url, embedded: true, stop: () => server.stop() };
};

/** Opens the database for the time of one command, and leaves everything as it was. */
export const withDatabase = async (work: (db: Db) => Promise<void>): Promise<void> => {
  const settings = readSettings();
  const server = await findServer(settings, () => undefined);
  try {
    const db = openDatabase({ url: server.url, maxConnections: 4, lanes: 1, applicationName: "aviationalley aa" });
    try {
      await work(db);
    } finally {
      await db.close();
    }
  } finally {
    await server.stop();
  }
};
