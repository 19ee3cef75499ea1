import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";

export interface Migration {
  /** File name without `.sql`: `0001_extensions`. */
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

const FOLDER = new URL("../migrations/", import.meta.url);
const NAME = /^\d{4}_[a-z0-9_]+\.sql$/;

const readMigration = async (folder: URL, file: string): Promise<Migration> => {
  const text = await readFile(new URL(file, folder), "utf8");
  return { name: file.slice(0, -".sql".length), text, sha256: createHash("sha256").update(text).digest("hex") };
};

/** All migrations in order. Throws when a name is malformed or two files have one number. */
export const readMigrations = async (folder: URL = FOLDER): Promise<Migration[]> => {
  const files = (await readdir(folder)).filter((file) => file.endsWith(".sql")).sort();
  for (const [index, file] of files.entries()) {
    if (!NAME.test(file)) throw new Error(`migrations/${file} must be named like 0007_what_it_does.sql`);
    if (files[index - 1]?.slice(0, 4) === file.slice(0, 4)) {
      throw new Error(`migrations/${file} and ${files[index - 1]} have one number; renumber the one not yet released`);
    }
  }
  return await Promise.all(files.map((file) => readMigration(folder, file)));
};
