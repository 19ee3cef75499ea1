import { invitationsOf } from "@aviationalley/api/compose/centers.ts";
import { buildApp } from "@aviationalley/api/http/app.ts";
import { consolePlugin } from "@aviationalley/api/http/console.ts";
import { docsPlugin } from "@aviationalley/api/http/docs.ts";
import { loggableError } from "@aviationalley/api/http/request-log.ts";
import { ownOrigins } from "@aviationalley/api/http/same-origin.ts";
import type { Settings } from "@aviationalley/api/lib/environment.ts";
import { EVENTS } from "@aviationalley/api/lib/webhooks.ts";
import { createAuth } from "@aviationalley/api/platform/accounts/auth.ts";
import { openKeyStore } from "@aviationalley/api/platform/api-keys/store.ts";
import { appRouter } from "@aviationalley/api/root.ts";
import type { Db } from "@aviationalley/db/client.ts";
import { openListener } from "@aviationalley/db/listen.ts";
import type { Logger } from "pino";
import { listenFault } from "./port.ts";
import { authSecret } from "./secret.ts";
import type { Shutdown } from "./shutdown.ts";

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
  const keys = openKeyStore(db, listener);
  shutdown.add("API keys", () => keys.close());
  const originsOf = (request: Request): string[] => ownOrigins(publicUrl, request.headers.get("host") ?? undefined);
  const auth = createAuth({ db, publicUrl, secret: await authSecret(settings), originsOf });
  const app = buildApp({
    db,
    router: appRouter,
    keys,
    settings,
    publicUrl,
    logger,
    plugins: [
      docsPlugin({ router: appRouter, publicUrl, events: EVENTS }),
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
  shutdown.add("requests", () => app.close());
  try {
    await app.listen({ host: settings.host, port });
  } catch (error) {
    throw listenFault(error, settings.host, port);
  }
};
