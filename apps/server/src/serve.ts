import type { Settings } from "@aviationalley/api/lib/environment.ts";
import type { Db } from "@aviationalley/db/client.ts";
import { openListener } from "@aviationalley/db/listen.ts";
import type { Logger } from "pino";
import { composeApp } from "./compose-app.ts";
import { listenFault } from "./port.ts";
import type { Shutdown } from "./shutdown.ts";
import { openWebhookServices } from "./webhooks.ts";

export interface Serving {
  readonly db: Db;
  readonly directUrl: string;
  readonly settings: Settings;
  readonly publicUrl: string;
  readonly port: number;
  readonly logger: Logger;
  readonly shutdown: Shutdown;
}

/** API, docs and console on one port. Each part is added to the shutdown as it opens. */
export const serve = async (serving: Serving): Promise<void> => {
  const { db, directUrl, settings, publicUrl, port, logger, shutdown } = serving;
  const listener = await openListener({ url: directUrl });
  shutdown.add("notifications", () => listener.close());
  const webhooks = await openWebhookServices(settings);
  const { app, close } = await composeApp({ db, directUrl, listener, settings, publicUrl, logger, webhooks });
  shutdown.add("requests", close);
  try {
    await app.listen({ host: settings.host, port });
  } catch (error) {
    throw listenFault(error, settings.host, port);
  }
};
