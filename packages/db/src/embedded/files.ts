import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** A file's text, or undefined where there is none. */
export const readIfThere = async (path: string): Promise<string | undefined> => {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
};

/**
 * Makes the folder DATA_DIR, with those above it, unless it is there. Throws one line with the remedy. Not with
 * `recursive`, which never returns where the system refuses a folder as if the one above were missing (in /proc).
 */
export const makeDataDir = async (path: string): Promise<void> => {
  try {
    await mkdir(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    if (code === "EEXIST" && (await isFolder(path))) return;
    const above = dirname(path);
    if (code !== "ENOENT" || (await isFolder(above))) {
      const why = code === "EEXIST" ? "is not a folder" : `cannot be made (${code})`;
      throw new Error(`${path} ${why}: choose another DATA_DIR`, { cause: error });
    }
    await makeDataDir(above);
    await makeDataDir(path);
  }
};

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

/** Writes a file so that a reader sees it whole or not at all. Readable by its owner only. */
export const writeWhole = async (path: string, text: string): Promise<void> => {
  const draft = `${path}.${process.pid}.new`;
  await rm(draft, { force: true });
  await writeFile(draft, text, { mode: 0o600 });
  await rename(draft, path);
};
