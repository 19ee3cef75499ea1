import type { AnyTRPCRouter } from "@trpc/server";
import type { FastifyInstance } from "fastify";
import { FailureError, isFailure } from "../lib/errors.ts";
import { admit, type Gate } from "./admit.ts";
import { BODY_LIMIT, mediaTypeFailure, parseBody } from "./body.ts";
import type { Inspect } from "./inspect.ts";
import { BASE_PATH } from "./openapi/info.ts";
import { readHandler } from "./read.ts";
import { loggablePath } from "./request-log.ts";
import { type Operation, operationsOf } from "./walk.ts";
import { writeHandler } from "./write.ts";

/** Every operation of the router as a route below /api/v1. */
export const operationRoutes = (app: FastifyInstance, router: AnyTRPCRouter, gate: Gate, inspect: Inspect): void => {
  app.decorateRequest("caller", null);
  app.decorateRequest("admitted", null);
  void app.register(async (api) => {
    readJsonOnly(api);
    noteRequests(api, gate);
    for (const operation of operationsOf(router)) api.route(routeOf(operation, gate, inspect));
  });
};

/** What a key asked for, for its keepers to see. */
const noteRequests = (api: FastifyInstance, { keys, now }: Gate): void => {
  if (!keys.note) return;
  api.addHook("onResponse", (request, reply, done) => {
    const { caller, id: requestId, method } = request;
    if (caller)
      keys.note?.({
        centerId: caller.centerId,
        keyId: caller.id,
        at: now(),
        requestId,
        method,
        path: loggablePath(request),
        status: reply.statusCode,
        duration: reply.elapsedTime,
      });
    done();
  });
};

const routeOf = (operation: Operation, gate: Gate, inspect: Inspect) => {
  const { method, path, extraScopes = [] } = operation.meta;
  const isRead = method === "GET";
  return {
    method: isRead ? ["GET", "HEAD"] : [method],
    exposeHeadRoute: false, // HEAD is the same handler, which then writes no body
    config: { confidentialQuery: extraScopes.length > 0 }, // its filters tell what only these scopes show
    url: `${BASE_PATH}${path.replaceAll(/\{(\w+)\}/g, ":$1")}`,
    onRequest: admit(gate, operation.meta),
    handler: isRead ? readHandler(operation, inspect) : writeHandler(operation, gate.db, inspect),
  };
};

const readJsonOnly = (api: FastifyInstance): void => {
  api.removeAllContentTypeParsers();
  api.addContentTypeParser<Buffer>(
    "application/json",
    { parseAs: "buffer", bodyLimit: BODY_LIMIT },
    (request, bytes, done) => {
      const { "content-type": type, "content-encoding": encoding } = request.headers;
      const body = mediaTypeFailure(type, encoding) ?? parseBody(bytes);
      if (isFailure(body)) done(new FailureError(body));
      else done(null, body);
    },
  );
};
