import { setTimeout as sleep } from "node:timers/promises";
import { openSession } from "@aviationalley/db/session.ts";
import { send } from "@aviationalley/db/send.ts";
import { parseTarget } from "@aviationalley/db/target.ts";
import { errorCode } from "@aviationalley/db/unavailable.ts";

/** object_in_use: somebody is still connected to the template, or another clone of it just begins. */
const IN_USE = "55006";
const MOST_TRIES = 50;

/** Runs statements that only a database of its own can take (create, drop), over a connection of the server's owner. */
export const administer = async (adminUrl: string, ...statements: readonly string[]): Promise<void> => {
  const target = parseTarget(adminUrl);
  const client = await openSession({ target, applicationName: "aviationalley tests", statementTimeout: 0 });
  try {
    for (const text of statements) await insist(() => send(client, { text }));
  } finally {
    await client.end();
  }
};

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
