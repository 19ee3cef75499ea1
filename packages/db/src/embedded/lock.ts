import { randomBytes } from "node:crypto";
import { link, rename, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { readIfThere } from "./files.ts";
import { formatIdentity, identify, isAlive, parseIdentity } from "./process.ts";

const POLL = 50;

/** A hard link fails where the name exists and never shows a half-written file. */
const take = async (path: string): Promise<boolean> => {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  await writeFile(draft, formatIdentity(identify(process.pid)));
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
};

/** Moves a dead holder's lock away; whoever finds that he moved a living one's (it was quicker) puts it back. */
const breakStale = async (path: string, stale: string): Promise<void> => {
  const aside = `${path}.${process.pid}.stale`;
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  if ((await readIfThere(aside)) !== stale) await link(aside, path).catch(() => undefined);
  await rm(aside, { force: true });
};

/** Runs `work` while no other process of this machine does so under this path. A holder that died holds nothing. */
export const withLock = async <T>(path: string, work: () => Promise<T>, onWait: (pid: number) => void): Promise<T> => {
  let told = false;
  while (!(await take(path))) {
    const text = await readIfThere(path);
    if (text === undefined) continue;
    const holder = parseIdentity(text);
    if (holder === undefined || !isAlive(holder)) {
      await breakStale(path, text);
      continue;
    }
    if (!told) onWait(holder.pid);
    told = true;
    await sleep(POLL);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
};
