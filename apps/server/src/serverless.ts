import type { IncomingMessage, ServerResponse } from "node:http";
import { openDatabase } from "@aviationalley/db/client.ts";
import { openListener } from "@aviationalley/db/listen.ts";
import { composeApp } from "./compose-app.ts";
import { Fault } from "./fault.ts";
import { openLogger } from "./logger.ts";
import { readSettings } from "./settings.ts";
import { openWebhookServices } from "./webhooks.ts";

export interface Serverless {
  handle(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

/** Nothing is kept on such a machine's disk, so what other processes make once must be given. */
const needed = {
  databaseUrl: "DATABASE_URL",
  authSecret: "AUTH_SECRET",
  secretKeys: "SECRET_KEYS",
  publicUrl: "PUBLIC_URL",
} as const;

/**
 * The same server where a platform calls a function for each request: few connections, no worker; the platform's cron
 * calls the cron's route. Migrate before a release is put there (`npx aa migrate`). Throws a Fault that names the
 * settings that are missing.
 */
export const openServerless = async (): Promise<Serverless> => {
  const settings = readSettings();
  const missing = Object.entries(needed).filter(([key]) => settings[key as keyof typeof needed] === undefined); // its own keys
  if (missing.length > 0) throw new Fault(`Set ${missing.map(([, name]) => name).join(", ")}.`);
  const { databaseUrl = "", databaseDirectUrl: directUrl = databaseUrl, publicUrl = "" } = settings;
  const db = openDatabase({ url: databaseUrl, directUrl, maxConnections: 4, lanes: 1 });
  const webhooks = await openWebhookServices(settings, db).catch(async (error: unknown) => {
    await db.close(); // the next request tries again
    throw error;
  });
  const listener = await openListener({ url: directUrl });
  const logger = openLogger(settings);
  const { app, close } = await composeApp({ db, directUrl, listener, settings, publicUrl, logger, webhooks });
  await app.ready();
  return {
    handle: (request, response) => app.routing(request, response),
    async close() {
      await close();
      await listener.close();
      await db.close();
    },
  };
};
