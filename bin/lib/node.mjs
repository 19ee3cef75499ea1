import { existsSync } from "node:fs";
import { join } from "node:path";
import { Refusal } from "./refusal.mjs";

/** Does this Node run TypeScript as it is? 22.18 and 24 do without a flag or a warning; 23 is past its end of life. */
export const runsTypeScript = (version) => {
  const [major, minor] = version.split(".").map(Number);
  return major >= 24 || (major === 22 && minor >= 18);
};

/**
 * The Node to run the project with: the running one where it is new enough, else the one that is pinned in
 * package.json. Its file is named outright: `node` on a PATH is looked up by a shell that may remember the old one.
 */
export const findNode = (folder) => {
  if (runsTypeScript(process.versions.node)) return process.execPath;
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const file = join(folder, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(file)) return file;
  throw new Refusal(
    `Node ${process.versions.node} is too old to run TypeScript, and no newer one is packaged for ${process.platform}-${process.arch}`,
    "Install Node 24 (or 22.18 and later), then try again.",
  );
};
