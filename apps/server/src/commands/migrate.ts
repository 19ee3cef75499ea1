import { migrate } from "@aviationalley/db/migrate.ts";
import { command } from "../command.ts";
import { findServer } from "../database.ts";
import { readSettings } from "../settings.ts";

export const migrateCommand = command({
  name: "migrate",
  summary: "Bring the database to this release's schema; safe to run on many nodes at once",
  options: {},
  async run() {
    const server = await findServer(readSettings(), (line) => console.error(line));
    try {
      const { applied } = await migrate({ url: server.directUrl, log: (line) => console.log(line) });
      if (applied.length === 0) console.log("The schema is current.");
    } finally {
      await server.stop();
    }
  },
});
