import { setTimeout as sleep } from "node:timers/promises";
import type { Part } from "../part.ts";
import { startSingle } from "../single.ts";
import { openSlowProxy } from "../slow-proxy.ts";
import { postgresBin } from "../tools.ts";

const DELAY_MS = 1_000;
const HOLD_MS = 30_000;

export const slow: Part = {
  name: "slow",
  title: "A database that takes a second for every statement",
  told: `Between the nodes and PostgreSQL every statement of a connection is held for ${DELAY_MS / 1_000} s, for ${HOLD_MS / 1_000} s.`,
  times: 2,
  needs: [postgresBin],
  async prepare(folder) {
    const single = await startSingle(folder);
    const proxy = await openSlowProxy(single.host.port);
    return {
      ...single,
      house: { db: single.db, url: single.url.replace(`:${single.host.port}/`, `:${proxy.port}/`) },
      faults: [
        {
          name: "a second more for every statement",
          async happen() {
            proxy.delay(DELAY_MS);
            await sleep(HOLD_MS);
            proxy.delay(0);
          },
        },
      ],
    };
  },
};
