/**
 * What every command of the project does first, in plain JavaScript that Node 20 runs: install what is missing, find
 * a Node that runs TypeScript, and run the command in it. It speaks on standard error only: standard output belongs
 * to the command.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "./install.mjs";
import { launch } from "./launch.mjs";
import { findNode } from "./node.mjs";
import { nodeOptions } from "./node-options.mjs";
import { Refusal } from "./refusal.mjs";

export const projectFolder = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");

export const say = (line) => process.stderr.write(`${line}\n`);

/**
 * Runs a script of the project with `args`, and takes its exit code.
 * @param {string} script path below the project's folder
 * @param {{ development?: boolean, prepare?: () => Promise<{ args?: string[], env?: Record<string, string> }> }} options
 * `development`: needs devDependencies; `prepare`: what else has to be there, and what the script is told about it
 */
export const run = async (script, args, { development = false, prepare = async () => ({}) } = {}) => {
  try {
    await ensureInstalled(projectFolder, { development, say });
    const node = findNode(projectFolder);
    const { args: more = [], env = {} } = await prepare();
    const NODE_OPTIONS = nodeOptions(process.env.NODE_OPTIONS);
    launch(node, [join(projectFolder, script), ...args, ...more], { ...process.env, NODE_OPTIONS, ...env });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    say(error.message);
    process.exitCode = error.exitCode;
  }
};
