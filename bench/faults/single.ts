import { type Db, openDatabase } from "@aviationalley/db/client.ts";
import { type Host, type HostPlan, makeDatabase, openHost, refuseForgetful } from "./postgres.ts";
import { postgresBin } from "./tools.ts";

const PORT = 5432;

/** One PostgreSQL on this machine. */
export interface Single {
  readonly host: Host;
  /** For the product. */
  readonly url: string;
  /** The ledger's own way, as the superuser: its connections are set aside by the server. */
  readonly db: Db;
  readonly version: string;
  readonly settings: string;
  close(): Promise<void>;
}

export const startSingle = async (
  folder: string,
  plan: Pick<HostPlan, "settings" | "data" | "wal"> = {},
): Promise<Single> => {
  const host = openHost({ bin: postgresBin(), name: "db", folder, address: "127.0.0.1", port: PORT, ...plan });
  await host.initialise();
  await host.start();
  await makeDatabase(host);
  const version = await refuseForgetful(host);
  const url = host.url("postgres");
  const db = openDatabase({ url, statementTimeout: 0, maxConnections: 2, lanes: 1, applicationName: "ledger" });
  return {
    host,
    url: host.url("aviationalley"),
    db,
    version,
    settings: "fsync, full_page_writes and synchronous_commit on",
    async close() {
      await db.close();
      await host.halt(); // its port is the next part's
    },
  };
};
