import { fileURLToPath } from "node:url";
import { invitationsOf } from "@aviationalley/api/compose/centers.ts";
import { GUIDES } from "@aviationalley/api/compose/guides.ts";
import { buildApp } from "@aviationalley/api/http/app.ts";
import { consolePlugin } from "@aviationalley/api/http/console.ts";
import { cronPlugin } from "@aviationalley/api/http/cron-route.ts";
import { docsPlugin } from "@aviationalley/api/http/docs.ts";
import { metricsPlugin } from "@aviationalley/api/http/metrics.ts";
import { loggableError } from "@aviationalley/api/http/request-log.ts";
import { openRequestMetrics } from "@aviationalley/api/http/request-metrics.ts";
import { ownOrigins } from "@aviationalley/api/http/same-origin.ts";
import { webPlugin } from "@aviationalley/api/http/web.ts";
import type { Settings } from "@aviationalley/api/lib/environment.ts";
import { EVENTS } from "@aviationalley/api/lib/webhooks.ts";
import { createAuth } from "@aviationalley/api/platform/accounts/auth.ts";
import { openKeyStore } from "@aviationalley/api/platform/api-keys/store.ts";
import { openTransport } from "@aviationalley/api/platform/mail/transport.ts";
import { openLiveChanges } from "@aviationalley/api/platform/webhooks/live.ts";
import { openWebhookMetrics, type WebhookMetrics } from "@aviationalley/api/platform/webhooks/metrics.ts";
import type { WebhookServices } from "@aviationalley/api/platform/webhooks/services.ts";
import { connectWakeUps } from "@aviationalley/api/platform/webhooks/wake.ts";
import { appRouter, webhookServices } from "@aviationalley/api/root.ts";
import type { Db } from "@aviationalley/db/client.ts";
import type { Listener } from "@aviationalley/db/listen.ts";
import { openNotifier } from "@aviationalley/db/notify.ts";
import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { authSecret } from "./secret.ts";
import { workOf } from "./work.ts";

export interface Composing {
  readonly db: Db;
  readonly directUrl: string;
  readonly listener: Listener;
  readonly settings: Settings;
  readonly publicUrl: string;
  readonly logger: Logger;
  readonly webhooks: WebhookServices;
  /** Those of this process's worker, where it has one. */
  readonly metrics?: WebhookMetrics;
}

export interface Composed {
  readonly app: FastifyInstance;
  readonly close: () => Promise<void>;
}

/** What `npm run build` makes of apps/web. */
const CONSOLE = fileURLToPath(new URL("../../web/dist", import.meta.url));

/** API, docs, console, metrics and the cron's route as one server that does not listen yet. */
export const composeApp = async (composing: Composing): Promise<Composed> => {
  const { db, directUrl, listener, settings, publicUrl, logger, webhooks } = composing;
  const metrics = composing.metrics ?? openWebhookMetrics(db);
  const notifier = openNotifier({ url: directUrl });
  const disconnect = connectWakeUps(notifier);
  const keys = openKeyStore(db, listener);
  const originsOf = (request: Request): string[] => ownOrigins(publicUrl, request.headers.get("host") ?? undefined);
  const auth = createAuth({ db, publicUrl, secret: await authSecret(settings), originsOf });
  const mail = openTransport({ smtpUrl: settings.smtpUrl, from: settings.mailFrom });
  const report = (error: unknown, what: string): void => logger.error({ error: loggableError(error), what }, "failed");
  const live = openLiveChanges(db, listener, report);
  webhookServices.provide({ ...webhooks, live });
  const requests = openRequestMetrics();
  const app = buildApp({
    db,
    router: appRouter,
    keys,
    settings,
    publicUrl,
    logger,
    requests,
    plugins: [
      docsPlugin({ router: appRouter, publicUrl, events: EVENTS, guides: GUIDES }),
      webPlugin({ folder: CONSOLE, publicUrl }),
      metricsPlugin({ registries: [metrics.registry, requests.registry], token: settings.metricsToken, publicUrl }),
      cronPlugin({
        ...workOf(mail, { db, ...webhooks, publicUrl, report, metrics }),
        secret: settings.cronSecret,
        publicUrl,
      }),
      consolePlugin({
        db,
        router: appRouter,
        auth,
        publicUrl,
        invitations: invitationsOf(db),
        onError: (error, { id }) => logger.error({ requestId: id, error: loggableError(error) }, "unexpected"),
      }),
    ],
  });
  return {
    app,
    async close() {
      live.close();
      await app.close();
      disconnect();
      mail.close();
      await Promise.all([keys.close(), notifier.close()]);
    },
  };
};
