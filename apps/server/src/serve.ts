import { buildFrame } from "@aviationalley/api/http/app.ts";
import { metricsPlugin } from "@aviationalley/api/http/metrics.ts";
import { openRequestMetrics } from "@aviationalley/api/http/request-metrics.ts";
import type { Settings } from "@aviationalley/api/lib/environment.ts";
import type { Db } from "@aviationalley/db/client.ts";
import type { Listener } from "@aviationalley/db/listen.ts";
import type { WebhookMetrics } from "@aviationalley/api/platform/webhooks/metrics.ts";
import type { WebhookServices } from "@aviationalley/api/platform/webhooks/services.ts";
import type { Logger } from "pino";
import { type Composed, composeApp } from "./compose-app.ts";
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

/** The step of the shutdown that takes no more requests and lets those in flight end. */
export const REQUESTS = "requests";

/** API, docs and console on one port. Each part is added to the shutdown as it opens. */
export const serve = async (serving: Serving): Promise<void> => listen(serving, await composeApp(serving));

/** What a node without the API answers on its port: health to supervisors and metrics to scrapers. */
export const serveStatus = async (serving: Serving): Promise<void> => {
  const { db, settings, publicUrl, logger, metrics } = serving;
  const requests = openRequestMetrics();
  const app = buildFrame({ db, settings, publicUrl, logger, requests });
  const registries = [metrics.registry, requests.registry];
  void app.register(metricsPlugin({ registries, token: settings.metricsToken, publicUrl }));
  await listen(serving, { app, close: () => app.close() });
};

const listen = async ({ settings, port, shutdown }: Serving, { app, close }: Composed): Promise<void> => {
  shutdown.add(REQUESTS, close);
  try {
    await app.listen({ host: settings.host, port });
  } catch (error) {
    throw listenFault(error, settings.host, port);
  }
};
