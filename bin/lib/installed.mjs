import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const packagesOf = (path) => JSON.parse(readFileSync(path, "utf8")).packages;

const isForThisMachine = ({ os, cpu }) =>
  os !== undefined && os.includes(process.platform) && cpu !== undefined && cpu.includes(process.arch);

/** May this entry of the lock be absent from a complete installation? */
const mayBeAbsent = (name, entry, { development, pinned }) => {
  // npm skips an optional package silently when its download fails. Those that the root names are its Node and its
  // PostgreSQL: where one fits this machine, its absence is an interrupted installation, not a choice.
  if (entry.optional) return !(pinned.has(name) && isForThisMachine(entry));
  return !development && Boolean(entry.dev || entry.devOptional);
};

/**
 * Does `folder`/node_modules hold what `folder`/package-lock.json says? Compares with npm's own record of what it
 * installed, which npm writes last: an interrupted installation has none.
 * @param {{ development: boolean }} options whether devDependencies have to be there
 */
export const isInstalled = (folder, { development }) => {
  const record = join(folder, "node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const wanted = packagesOf(join(folder, "package-lock.json"));
  const present = packagesOf(record);
  const pinned = new Set(Object.keys(wanted[""]?.optionalDependencies ?? {}).map((name) => `node_modules/${name}`));
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === "") return true;
    const found = present[name];
    if (!found) return mayBeAbsent(name, entry, { development, pinned });
    return found.version === entry.version && found.integrity === entry.integrity;
  });
};
