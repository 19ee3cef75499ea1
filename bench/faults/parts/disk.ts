import { execFileSync } from "node:child_process";
import { mkdir, open, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault, Part } from "../part.ts";
import { give } from "../postgres.ts";
import { type Single, startSingle } from "../single.ts";
import { postgresBin } from "../tools.ts";

const DATA_MB = 400;
const WAL_MB = 96;
const HOLD_MS = 20_000;
const LONGEST_HOLD_MS = 60_000;

/** A disk of a size, which its owner alone may use. */
const newDisk = async (path: string, megabytes: number): Promise<string> => {
  await mkdir(path);
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", path]);
  const inner = join(path, "pg");
  await give(inner);
  return inner;
};

const isFull = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOSPC";

/** Fills a disk to the last block. */
const fill = async (path: string): Promise<void> => {
  const file = await open(path, "w");
  try {
    for (let block = Buffer.alloc(1 << 20); block.length >= 512; block = block.subarray(0, block.length / 2)) {
      try {
        for (;;) await file.appendFile(block);
      } catch (error) {
        if (!isFull(error)) throw error;
      }
    }
  } finally {
    await file.close();
  }
};

const dataFull = (disk: string): Fault => ({
  name: "the disk of the tables is full",
  async happen() {
    const filler = join(disk, "filler");
    await fill(filler);
    await sleep(HOLD_MS);
    await rm(filler);
  },
});

/** PostgreSQL cannot go on without its log: it ends, and is started anew once there is room. */
const logFull = (disk: string, { host }: Single): Fault => ({
  name: "the disk of the write-ahead log is full",
  async happen() {
    const filler = join(disk, "filler");
    await fill(filler);
    const end = performance.now() + LONGEST_HOLD_MS;
    while ((await host.isReady()) && performance.now() < end) await sleep(200);
    await sleep(HOLD_MS / 4);
    await rm(filler);
    await host.halt();
    await host.start();
  },
});

export const disk: Part = {
  name: "disk",
  title: "A database whose disk is full",
  told: `The disk of the tables (${DATA_MB} MB) is filled to the last byte for ${HOLD_MS / 1_000} s. Then that of the write-ahead log, at which
PostgreSQL itself ends; it is started anew when there is room again.`,
  times: 1,
  needs: [postgresBin],
  async prepare(folder) {
    const [tables, log] = [join(folder, "tables"), join(folder, "log")];
    const data = await newDisk(tables, DATA_MB);
    const wal = await newDisk(log, WAL_MB);
    const settings = { max_wal_size: "24MB", min_wal_size: "4MB" };
    const single = await startSingle(folder, { data, wal, settings });
    return { ...single, house: single, faults: [dataFull(tables), logFull(log, single)] };
  },
};
