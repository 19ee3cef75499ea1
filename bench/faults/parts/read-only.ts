import { setTimeout as sleep } from "node:timers/promises";
import type { Part } from "../part.ts";
import { startSingle } from "../single.ts";
import { postgresBin } from "../tools.ts";

const HOLD_MS = 15_000;

export const readOnly: Part = {
  name: "read-only",
  title: "A database that takes no writes",
  told: `\`default_transaction_read_only\` is on, in sessions that are open as well, for ${HOLD_MS / 1_000} s.`,
  times: 2,
  needs: [postgresBin],
  async prepare(folder) {
    const single = await startSingle(folder);
    return {
      ...single,
      house: single,
      faults: [
        {
          name: "read-only",
          async happen() {
            await single.host.reload({ default_transaction_read_only: "on" });
            await sleep(HOLD_MS);
            await single.host.reload({});
          },
        },
      ],
    };
  },
};
