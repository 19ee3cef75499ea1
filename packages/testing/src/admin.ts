import { setTimeout as sleep } from "node:timers/promises";
import { send } from "@aviationalley/db/send.ts";
import { withSession } from "@aviationalley/db/session.ts";
import { errorCode } from "@aviationalley/db/unavailable.ts";

/** object_in_use: somebody is still connected to the template, or another clone of it just begins. */
const IN_USE = "55006";
const MOST_TRIES = 50;

/** Runs statements that only a database of its own can take (create, drop), over a connection of the server's owner. */
export const administer = (adminUrl: string, ...statements: readonly string[]): Promise<void> =>
  withSession(adminUrl, async (client) => {
    for (const text of statements) await insist(() => send(client, { text }));
  });

const insist = async (run: () => Promise<unknown>): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      await run();
      return;
    } catch (error) {
      if (errorCode(error) !== IN_USE || tries === MOST_TRIES) throw error;
      await sleep(50);
    }
  }
};
