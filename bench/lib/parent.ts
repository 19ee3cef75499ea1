import { once } from "node:events";

/** Tells the parent that this program is loaded, and waits until it says to begin: its start is not measured. */
export const untilTold = async (): Promise<void> => {
  process.send?.("ready");
  await once(process, "message");
};
