import { fileURLToPath } from "node:url";
import { parseSettings, processEnvironment, type Settings } from "@aviationalley/api/lib/environment.ts";

/** The project's folder: where DATA_DIR's relative paths start, whichever folder the command is called in. */
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** The settings of this process. Throws SettingFaults, which the command line lists. */
export const readSettings = (): Settings => parseSettings(processEnvironment(), ROOT);
