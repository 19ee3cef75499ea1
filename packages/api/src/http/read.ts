import type { FastifyReply, FastifyRequest } from "fastify";
import { FailureError, isFailure } from "../lib/errors.ts";
import { admittedOf } from "./admit.ts";
import { pathDecoder, queryDecoder } from "./decode.ts";
import { etagOf, isUnchanged } from "./etag.ts";
import { invalidRequest } from "./faults.ts";
import type { Inspect } from "./inspect.ts";
import { bytesOf, invoke } from "./invoke.ts";
import type { Operation } from "./walk.ts";

/** Answers GET and HEAD of one operation. */
export const readHandler = (operation: Operation, inspect: Inspect) => {
  const decode = inputDecoder(operation);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { key, context } = admittedOf(request);
    const output = await invoke(operation, context, decode(request));
    if (isFailure(output)) throw new FailureError(output);
    inspect(operation, key.mode, output);
    return sendRead(request, reply, bytesOf(output));
  };
};

/** The input of a read: its path's parameters and its query. Throws the failure of what does not fit. */
const inputDecoder = ({ params, query }: Operation) => {
  const ofPath = pathDecoder(params);
  const ofQuery = queryDecoder(query);
  return ({ params: given, raw: { url = "" } }: FastifyRequest): Record<string, unknown> => {
    const mark = url.indexOf("?");
    const inQuery = ofQuery(mark === -1 ? "" : url.slice(mark + 1));
    if ("faults" in inQuery) throw new FailureError(invalidRequest(inQuery.faults));
    if (params === undefined) return inQuery.values;
    const inPath = ofPath(given);
    if ("faults" in inPath) throw new FailureError(invalidRequest(inPath.faults));
    return { ...inQuery.values, ...inPath.values };
  };
};

/** The body with its entity tag; 304 where the caller has it; for HEAD the same headers alone. */
const sendRead = (request: FastifyRequest, reply: FastifyReply, body: Buffer): FastifyReply => {
  const etag = etagOf(body);
  const held = request.headers["if-none-match"];
  const unchanged = held === undefined ? false : isUnchanged(held, etag);
  if (isFailure(unchanged)) throw new FailureError(unchanged);
  reply.header("etag", etag).header("cache-control", "private, no-cache");
  if (unchanged) return reply.code(304).send();
  return reply.header("content-type", "application/json").send(body); // node leaves the body out for HEAD
};
