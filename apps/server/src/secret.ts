import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Settings } from "@aviationalley/api/lib/environment.ts";

const FILE = "auth-secret";

/** The secret that signs session cookies: AUTH_SECRET, else one that is made once and kept for this machine's eyes. */
export const authSecret = async ({ authSecret: given, dataDir }: Settings): Promise<string> => {
  if (given !== undefined) return given;
  const file = join(dataDir, FILE);
  await mkdir(dataDir, { recursive: true });
  try {
    // `wx`: of two processes that start at once, one writes and both read the same.
    await writeFile(file, randomBytes(32).toString("hex"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  return readFile(file, "utf8");
};
