import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Staged } from "../../ledger/stage.ts";
import type { Fault, Part } from "../part.ts";
import { startSingle } from "../single.ts";
import { clockLibrary, postgresBin } from "../tools.ts";

const HOUR_S = 3_600;
const HOLD_MS = 15_000;
const LONGEST_STEP_MS = 10_000;

const step = async (file: string, seconds: number): Promise<void> => {
  await writeFile(`${file}.new`, `${seconds < 0 ? "-" : "+"}${Math.abs(seconds)}\n`);
  await rename(`${file}.new`, file);
};

/** By how many seconds a node's clock is ahead of ours, as its answers say. */
const aheadBy = async (origin: string): Promise<number> => {
  const { headers } = await fetch(`${origin}/healthz`);
  return (Date.parse(headers.get("date") ?? "") - Date.now()) / 1_000;
};

/** What is proved must have happened. */
const untilStepped = async ({ apis }: Staged, seconds: number): Promise<void> => {
  for (const end = performance.now() + LONGEST_STEP_MS; ; await sleep(100)) {
    const ahead = await Promise.all(apis.map(({ origin }) => aheadBy(origin)));
    if (ahead.every((by) => Math.abs(by - seconds) < 5)) return;
    if (performance.now() > end)
      throw new Error(`The nodes' clocks did not step by ${seconds} s, but ${ahead.join(", ")}.`);
  }
};

const stepped = (file: string, name: string, seconds: number): Fault => ({
  name,
  async happen(staged) {
    await step(file, seconds);
    await untilStepped(staged, seconds);
    await sleep(HOLD_MS);
    await step(file, 0);
    await untilStepped(staged, 0);
  },
});

export const clock: Part = {
  name: "clock",
  title: "Nodes whose clock steps by an hour",
  told: `The clocks of all nodes, not those of PostgreSQL and the receivers, step by an hour (libfaketime) and, after ${HOLD_MS / 1_000} s, back. Receivers take
no signature whose time is a minute off.`,
  times: 1,
  needs: [postgresBin, clockLibrary],
  async prepare(folder) {
    const single = await startSingle(folder);
    const file = join(folder, "clock");
    await step(file, 0);
    return {
      ...single,
      house: single,
      nodeEnv: {
        LD_PRELOAD: clockLibrary(),
        FAKETIME_TIMESTAMP_FILE: file,
        FAKETIME_CACHE_DURATION: "1",
        FAKETIME_DONT_FAKE_MONOTONIC: "1",
        DONT_FAKE_MONOTONIC: "1",
        NO_FAKE_STAT: "1",
      },
      faults: [
        stepped(file, "an hour ahead, then back", HOUR_S),
        stepped(file, "an hour behind, then ahead again", -HOUR_S),
      ],
    };
  },
};
