import { setTimeout as sleep } from "node:timers/promises";

/** How long a condition is waited for, in milliseconds: a machine may be slow for seconds, and nothing is wrong. */
export const PATIENCE_MS = 10_000;

/** Waits, a few milliseconds at a time, until something holds; throws what `holds` threw last when it never does. */
export const until = async (holds: () => unknown, milliseconds = PATIENCE_MS): Promise<void> => {
  const end = performance.now() + milliseconds;
  for (;;) {
    try {
      if (await holds()) return;
      if (performance.now() > end) throw new Error(`not within ${milliseconds} ms: ${holds.toString()}`);
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await sleep(5);
  }
};
