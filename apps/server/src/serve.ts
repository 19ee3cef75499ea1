import type { Settings } from "@aviationalley/api/lib/environment.ts";
import type { Db } from "@aviationalley/db/client.ts";
import type { Listener } from "@aviationalley/db/listen.ts";
import type { WebhookMetrics } from "@aviationalley/api/platform/webhooks/metrics.ts";
import type { WebhookServices } from "@aviationalley/api/platform/webhooks/services.ts";
import type { Logger } from "pino";
import { composeApp } from "./compose-app.ts";
import { listenFault } from "./port.ts";
import type { Shutdown } from "./shutdown.ts";

export interface Serving {
  readonly db: Db;
  readonly directUrl: string;
  readonly listener: Listener;
  readonly webhooks: WebhookServices;
  readonly metrics: WebhookMetrics;
  readonly settings: Settings;
  readonly publicUrl: string;
  readonly port: number;
  readonly logger: Logger;
  readonly shutdown: Shutdown;
}

/** API, docs and console on one port. Each part is added to the shutdown as it opens. */
export const serve = async (serving: Serving): Promise<void> => {
  const { settings, port, shutdown } = serving;
  const { app, close } = await composeApp(serving);
  shutdown.add("requests", close);
  try {
    await app.listen({ host: settings.host, port });
  } catch (error) {
    throw listenFault(error, settings.host, port);
  }
};
