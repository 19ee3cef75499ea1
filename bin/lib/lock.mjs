import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const BEAT_MS = 1_000;
/** Longer than a sleeping laptop's hiccup, shorter than a person's patience; only reached when a pid was reused. */
const STALE_MS = 60_000;

const isAlive = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
};

const ageOf = (path) => {
  try {
    return Date.now() - statSync(path).mtimeMs;
  } catch {
    return 0; // just released
  }
};

/** The holders are ourselves and the child that works for us: the child may outlive a `kill -9` of its parent. */
const holdersOf = (folder) => {
  try {
    return readFileSync(join(folder, "pids"), "utf8").split(" ").map(Number);
  } catch {
    return undefined; // made, but not yet written
  }
};

const isStale = (folder) => {
  if (ageOf(folder) > STALE_MS) return true;
  const holders = holdersOf(folder);
  return holders ? !holders.some(isAlive) : ageOf(folder) > 5 * BEAT_MS;
};

/** Shows that the holder lives; a lock that somebody took away by hand is not worth a crash. */
const touch = (folder) => {
  try {
    utimesSync(folder, new Date(), new Date());
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
};

const tryMake = (folder) => {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
};

/** Removes a dead holder's lock; a guard makes sure that two who saw the same corpse do not remove each other's. */
const takeAway = (folder) => {
  const guard = `${folder}.guard`;
  if (!tryMake(guard)) {
    if (ageOf(guard) > STALE_MS) rmSync(guard, { recursive: true, force: true });
    return;
  }
  try {
    if (!isStale(folder)) return;
    const grave = `${folder}.${process.pid}`;
    renameSync(folder, grave);
    rmSync(grave, { recursive: true, force: true });
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  } finally {
    rmSync(guard, { recursive: true, force: true });
  }
};

/**
 * Runs `work` while no other process that uses the same lock folder does. `work` receives `addHolder(pid)`, to name a
 * child that must be gone too before the lock counts as abandoned.
 */
export const withLock = async (folder, work, { onWait }) => {
  mkdirSync(dirname(folder), { recursive: true });
  for (let waits = 0; !tryMake(folder); waits += 1) {
    if (waits === 0) onWait();
    if (isStale(folder)) takeAway(folder);
    else await sleep(200);
  }
  const pids = [process.pid];
  const write = () => writeFileSync(join(folder, "pids"), pids.join(" "));
  write();
  const beat = setInterval(() => touch(folder), BEAT_MS);
  try {
    return await work((pid) => {
      pids.push(pid);
      write();
    });
  } finally {
    clearInterval(beat);
    rmSync(folder, { recursive: true, force: true });
  }
};
