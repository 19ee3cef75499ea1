import { randomBytes } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Settings } from "@aviationalley/api/lib/environment.ts";
import { type KeyRing, parseKeyRing } from "@aviationalley/api/platform/webhooks/key-ring.ts";
import { makeDataDir, readIfThere } from "@aviationalley/db/embedded/files.ts";
import { Fault } from "./fault.ts";

/** What a file of DATA_DIR holds; made once, and for this machine's eyes. */
const keptIn = async (dataDir: string, name: string, make: () => string): Promise<string> => {
  const file = join(dataDir, name);
  await makeDataDir(dataDir).catch((error: unknown) => {
    throw new Fault(error instanceof Error ? error.message : String(error));
  });
  const kept = await readIfThere(file);
  if (kept) return kept;
  // An empty one is what a full disk leaves behind. A hard link shows no half-written file, and of two processes that
  // start at once one makes it and both read the same.
  if (kept === "") await rm(file, { force: true });
  const draft = `${file}.${randomBytes(4).toString("hex")}.new`;
  try {
    await writeFile(draft, make(), { mode: 0o600, flush: true });
    await link(draft, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return readFile(file, "utf8");
};

/** The secret that signs session cookies: AUTH_SECRET, else one that is made once. */
export const authSecret = async ({ authSecret: given, dataDir }: Settings): Promise<string> =>
  given ?? keptIn(dataDir, "auth-secret", () => randomBytes(32).toString("hex"));

/** A name of its own, so that a key which another machine made for itself is not taken for this one's. */
const makeKey = (): string => `local-${randomBytes(4).toString("hex")}:${randomBytes(32).toString("base64")}`;

/** The keys that seal webhook secrets in the database: SECRET_KEYS, else one that is made once. */
export const secretKeys = async ({ secretKeys: given, dataDir }: Settings): Promise<KeyRing> => {
  const ring = parseKeyRing(given ?? (await keptIn(dataDir, "secret-keys", makeKey)));
  if (ring) return ring;
  throw new Fault(`${join(dataDir, "secret-keys")} is damaged: restore it from a backup, or set SECRET_KEYS.`);
};
