import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { Part } from "../part.ts";
import type { Host } from "../postgres.ts";
import { startSingle } from "../single.ts";
import { postgresBin } from "../tools.ts";

const MAX_CONNECTIONS = 100;
const HOLD_MS = 15_000;
const PAUSE_MS = 20;
const INTRUDER = "intruder";

/** Takes every connection that there is, also those that come free, until told to stop. */
const takeAll = (url: string): { release(): Promise<void> } => {
  const taken: pg.Client[] = [];
  let going = true;
  const take = async (): Promise<void> => {
    while (going) {
      const client = new pg.Client({ connectionString: url, application_name: INTRUDER });
      client.on("error", () => undefined);
      await client.connect().then(
        () => taken.push(client),
        () => sleep(PAUSE_MS),
      );
    }
  };
  const taking = [take(), take(), take()];
  return {
    async release() {
      going = false;
      await Promise.all(taking);
      await Promise.all(taken.map((client) => client.end()));
    },
  };
};

/** Ends what the service has; false while there was something, or when not even the superuser was let in. */
const othersAreGone = async (host: Host): Promise<boolean> => {
  try {
    const ended = await host.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'aviationalley' and application_name <> $1",
      [INTRUDER],
    );
    return ended.length === 0;
  } catch {
    return false; // the places set aside are taken for moments, by those who are then refused
  }
};

export const connections: Part = {
  name: "connections",
  title: "A database without a connection left",
  told: `Another takes all of ${MAX_CONNECTIONS} connections while those of the service are ended, and keeps them for ${HOLD_MS / 1_000} s.`,
  times: 2,
  needs: [postgresBin],
  async prepare(folder) {
    const settings = { max_connections: `${MAX_CONNECTIONS}`, superuser_reserved_connections: "8" };
    const single = await startSingle(folder, { settings });
    const { host } = single;
    return {
      ...single,
      house: single,
      faults: [
        {
          name: "no connection left",
          async happen() {
            const intruder = takeAll(single.url);
            while (!(await othersAreGone(host))) await sleep(PAUSE_MS);
            await sleep(HOLD_MS);
            await intruder.release();
          },
        },
      ],
    };
  },
};
