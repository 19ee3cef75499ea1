import type { Db } from "@aviationalley/db/client.ts";
import type { AnyTRPCRouter } from "@trpc/server";
import { fastifyRequestHandler } from "@trpc/server/adapters/fastify";
import type { FastifyPluginCallback, FastifyRequest } from "fastify";
import { fail } from "../lib/errors.ts";
import type { Auth } from "../platform/accounts/auth.ts";
import { consoleContext, signedInUser } from "./console-context.ts";
import { type Invitations, invitationRoutes } from "./invitation-routes.ts";
import { expectedFailure, sendProblem } from "./problem.ts";
import { isSameOrigin } from "./same-origin.ts";
import { sessionRoutes } from "./session-routes.ts";

const LARGEST_BODY = 256 * 1024;
const LARGEST_BATCH = 20;

export interface ConsoleOptions {
  db: Db;
  router: AnyTRPCRouter;
  auth: Auth;
  publicUrl: string;
  invitations: Invitations;
  /** An error that the caller is told nothing of. */
  onError?: (error: unknown, request: FastifyRequest) => void;
}

const HEADERS = new Headers({ "cache-control": "no-store" });
/** A proxy that collects answers would keep a stream's events back. */
const STREAM_HEADERS = new Headers({ "cache-control": "no-store", "x-accel-buffering": "no" });

const isSafe = ({ method }: FastifyRequest): boolean => method === "GET" || method === "HEAD";

/**
 * The console's side of the server: sessions under `/api/auth`, every procedure under `/trpc`. Cookies say who calls,
 * so whatever may change something must come from our own pages, as JSON.
 */
export const consolePlugin =
  ({ db, router, auth, publicUrl, invitations, onError }: ConsoleOptions): FastifyPluginCallback =>
  (app, _options, done) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser(
      "application/json",
      { parseAs: "string", bodyLimit: LARGEST_BODY },
      (_request, body, next) => next(null, body),
    );
    app.addHook("onRequest", async (request, reply) => {
      if (isSafe(request) || isSameOrigin(request.headers, publicUrl)) return;
      const foreign = fail(
        "insufficient_role",
        `This request does not come from the console's own pages, and was not run. Open the console at ${publicUrl}; a program without a browser sends the header x-aa-console: 1.`,
        { title: "Not from the console's own pages" },
      );
      return sendProblem(reply, foreign, publicUrl);
    });

    sessionRoutes(app, auth, publicUrl);
    invitationRoutes(app, invitations, publicUrl, (request) => signedInUser(auth, request));

    // A wildcard, since Fastify bounds the length of a named parameter, and a batch names many procedures.
    app.route<{ Params: { "*": string } }>({
      method: ["GET", "POST"],
      url: "/trpc/*",
      bodyLimit: LARGEST_BODY,
      handler: (request, reply) =>
        fastifyRequestHandler({
          router,
          req: request,
          res: reply,
          path: request.params["*"],
          maxBatchSize: LARGEST_BATCH,
          createContext: ({ info }) => consoleContext(db, auth, request, info.connectionParams),
          responseMeta: ({ type }) => ({ headers: type === "subscription" ? STREAM_HEADERS : HEADERS }),
          onError: ({ error }) => {
            if (error.code === "INTERNAL_SERVER_ERROR" && !expectedFailure(error))
              onError?.(error.cause ?? error, request);
          },
        }),
    });
    done();
  };
