import { existsSync } from "node:fs";
import { restore } from "@aviationalley/db/restore.ts";
import { command } from "../command.ts";
import { findServer } from "../database.ts";
import { usageFault } from "../fault.ts";
import { readSettings } from "../settings.ts";

export const restoreCommand = command({
  name: "restore",
  summary: "Load a backup into an empty database, all or nothing",
  options: {},
  operands: ["file"],
  async run(_values, [file = ""]) {
    if (!existsSync(file)) throw usageFault(`aa restore: there is no file ${file}`);
    const server = await findServer(readSettings(), (line) => console.error(line));
    try {
      await restore({ url: server.directUrl, file, log: (line) => console.error(line) });
    } finally {
      await server.stop();
    }
  },
});
