import { runCommandLine } from "./cli.ts";
import { centerCreate } from "./commands/center-create.ts";
import { importCommand } from "./commands/import.ts";
import { keyCreate } from "./commands/key-create.ts";
import { keyList } from "./commands/key-list.ts";
import { keyRevoke } from "./commands/key-revoke.ts";
import { migrateCommand } from "./commands/migrate.ts";
import { start } from "./commands/start.ts";
import { userCreate } from "./commands/user-create.ts";

/** Every command of `npx aa`, in the order in which the help shows them. */
const commands = [start, migrateCommand, centerCreate, userCreate, keyCreate, keyList, keyRevoke, importCommand];

process.exitCode = await runCommandLine(commands, process.argv.slice(2), {
  out: (line) => console.log(line),
  err: (line) => console.error(line),
});
