import { existsSync } from "node:fs";
import { backup } from "@aviationalley/db/backup.ts";
import { command } from "../command.ts";
import { findServer } from "../database.ts";
import { usageFault } from "../fault.ts";
import { readSettings } from "../settings.ts";

export const backupCommand = command({
  name: "backup",
  summary: "Write all data, as of one moment, into a file; the server may run meanwhile",
  options: {},
  operands: ["file"],
  async run(_values, [file = ""]) {
    if (existsSync(file)) throw usageFault(`aa backup: ${file} exists already; name another file`);
    const server = await findServer(readSettings(), () => undefined);
    try {
      await backup({ url: server.directUrl, file, log: (line) => console.error(line) });
    } finally {
      await server.stop();
    }
  },
});
