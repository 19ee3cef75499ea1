import type { Db } from "@aviationalley/db/client.ts";
import helmet from "@fastify/helmet";
import type { AnyTRPCRouter } from "@trpc/server";
import {
  fastify,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyPluginAsync,
  type FastifyPluginCallback,
  type FastifyReply,
  type FastifyRequest,
} from "fastify";
import type { Settings } from "../lib/environment.ts";
import { fail } from "../lib/errors.ts";
import type { KeyStore } from "../platform/api-keys/principal.ts";
import { clientErrorHandler } from "./client-error.ts";
import { headerFault } from "./header-fault.ts";
import { healthRoutes } from "./health.ts";
import { inspector, type OutputChecks } from "./inspect.ts";
import { collectPaths, noSuchMethod, noSuchPath } from "./not-found.ts";
import { expectedFailure, internalError, sendProblem } from "./problem.ts";
import { policyHeader, tokenBuckets } from "./rate-limit.ts";
import { requestIdOf } from "./request-id.ts";
import { loggableError, RequestLog } from "./request-log.ts";
import type { RequestMetrics } from "./request-metrics.ts";
import { operationRoutes } from "./routes.ts";
import { pageSecurity } from "./security-headers.ts";

export interface FrameOptions {
  readonly db: Db;
  readonly settings: Pick<Settings, "trustedProxies">;
  /** Where others reach this server, without a slash at the end; links in errors lead there. */
  readonly publicUrl: string;
  readonly logger: FastifyBaseLogger;
  /** Counts every answer. */
  readonly requests?: RequestMetrics;
  /** How long a request may take to arrive; default 10 s for the headers, 30 s in all, looked at every 5 s. */
  readonly arrival?: { readonly headers: number; readonly request: number; readonly check: number };
  /** Milliseconds that connections are given to end when the server closes; default 9,000. */
  readonly closeWithin?: number;
}

export interface AppOptions extends FrameOptions {
  readonly router: AnyTRPCRouter;
  readonly keys: KeyStore;
  readonly settings: Pick<Settings, "rateLimitPerSecond" | "rateLimitBurst" | "trustedProxies">;
  /** Docs pages, the console: registered beside the operations, with the headers that pages need. */
  readonly plugins?: readonly (FastifyPluginCallback | FastifyPluginAsync)[];
  readonly checkOutputs?: OutputChecks;
  /** Milliseconds since 1970, by which keys expire. */
  readonly now?: () => number;
}

/** Requests without a valid token, per network address: generous for a mistake in a loop, useless for guessing. */
const FAILURES = { perSecond: 20, burst: 400 };

/**
 * Until the headers, and the whole request, must be there; and how often Node looks for those that are late, whose own
 * 30 s would let slow headers go on for 40 s. All in milliseconds.
 */
const ARRIVAL = { headers: 10_000, request: 30_000, check: 5_000 };
/** Under the 10 s that a shutdown waits for the server (docs/operations.md). */
const CLOSE_MS = 9_000;
/** Above the 60 s of common load balancers, so that it is never us who closes a connection that they are about to use. */
const KEEP_ALIVE_MS = 72_000;

/** The server: every operation of the router, health, and what the plugins add. Call `listen` and `close` on it. */
export const buildApp = (options: AppOptions): FastifyInstance => {
  const { db, router, keys, settings, publicUrl, logger, now = Date.now } = options;
  const limits = { perSecond: settings.rateLimitPerSecond, burst: settings.rateLimitBurst };
  const app = buildFrame(options);
  const gate = {
    db,
    keys,
    now,
    failures: tokenBuckets(FAILURES, () => performance.now()),
    limits: tokenBuckets(limits, () => performance.now()),
    policy: policyHeader(limits),
  };
  operationRoutes(app, router, gate, inspector(options.checkOutputs ?? "sampled", logger));
  void app.register(async (pages) => {
    await pages.register(helmet, pageSecurity(publicUrl));
    for (const plugin of options.plugins ?? []) await pages.register(plugin);
  });
  return app;
};

/** What every server of ours has, with the API or without: bounds, a request id, a log line, problems, health. */
export const buildFrame = (options: FrameOptions): FastifyInstance => {
  const { db, settings, publicUrl, logger, arrival = ARRIVAL } = options;
  const log = new RequestLog();
  const app = fastify({
    loggerInstance: logger,
    logController: log,
    genReqId: requestIdOf,
    return503OnClosing: false,
    requestTimeout: arrival.request,
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: { headersTimeout: arrival.headers, connectionsCheckingInterval: arrival.check, requireHostHeader: false },
    ...(settings.trustedProxies ? { trustProxy: settings.trustedProxies } : {}),
    clientErrorHandler: clientErrorHandler(publicUrl),
    frameworkErrors: (error, request, reply) => {
      reply.header("x-request-id", request.id).header("x-content-type-options", "nosniff");
      void sendProblem(reply, expectedFailure(error) ?? internalError(), publicUrl);
      log.requestCompleted(null, request, reply);
    },
  });
  // One logger for all: a child per request costs more than the line it writes.
  app.setChildLoggerFactory((parent) => parent);
  app.server.on("checkExpectation", (request, response) => app.routing(request, response));

  options.requests?.watch(app);
  answerEverything(app, publicUrl, logger);
  closeInTime(app, options.closeWithin ?? CLOSE_MS);
  healthRoutes(app, db);
  return app;
};

/** What holds for every route, and for what has none: a request id, and a problem for every failure. */
const answerEverything = (app: FastifyInstance, publicUrl: string, logger: FastifyBaseLogger): void => {
  const paths = collectPaths(app);
  const notFound = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const allowed = paths.methodsOf(request);
    if (allowed.length === 0 || allowed.includes(request.method))
      return sendProblem(reply, noSuchPath(publicUrl, paths.nearestTo(request)), publicUrl);
    return sendProblem(reply.header("allow", allowed.join(", ")), noSuchMethod(request.method, allowed), publicUrl);
  };
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id).header("x-content-type-options", "nosniff");
    const fault = headerFault(request.raw);
    if (fault !== undefined)
      void sendProblem(reply.header("connection", "close"), fail("invalid_request", fault), publicUrl);
    else if (request.is404)
      notFound(request, reply); // before the body, which may be anything
    else done();
  });
  app.setErrorHandler((error, request, reply) => {
    // Who leaves in the middle of a body is no fault of ours, and must not be able to fill the log with errors.
    const left = request.raw.readableAborted
      ? fail("invalid_request", "The connection ended before the body.")
      : undefined;
    const failure = expectedFailure(error) ?? left;
    if (!failure) logger.error({ requestId: request.id, error: loggableError(error) }, "unexpected");
    return sendProblem(reply, failure ?? internalError(), publicUrl);
  });
  app.setNotFoundHandler(notFound);
};

const POLL_MS = 20;

/**
 * A connection that becomes idle while the server closes would hold it up for as long as it is kept alive; one whose
 * caller sends no more of a body, or reads no more of an answer, for ever. So the first is closed, the second cut.
 */
const closeInTime = (app: FastifyInstance, within: number): void => {
  app.addHook("preClose", (done) => {
    const timer = setInterval(() => app.server.closeIdleConnections(), POLL_MS).unref();
    const cut = setTimeout(() => app.server.closeAllConnections(), within);
    app.server.once("close", () => {
      clearInterval(timer);
      clearTimeout(cut);
    });
    done();
  });
};
