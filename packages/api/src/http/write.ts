import type { Db } from "@aviationalley/db/client.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Context } from "../lib/context.ts";
import { fail, type Failure, FailureError, isFailure } from "../lib/errors.ts";
import type { CenterTx } from "../lib/transaction.ts";
import { type Answer, answerOnce } from "../platform/idempotency/answer-once.ts";
import { fingerprintOf, idempotencyKeyOf, keyDigest } from "../platform/idempotency/key.ts";
import { type Admitted, admittedOf } from "./admit.ts";
import { pathDecoder, queryDecoder } from "./decode.ts";
import { acceptedVersions, versionTag } from "./etag.ts";
import { invalidRequest } from "./faults.ts";
import type { Inspect } from "./inspect.ts";
import { invoke } from "./invoke.ts";
import { BASE_PATH } from "./openapi/info.ts";
import type { Operation } from "./walk.ts";

/** Answers POST or PATCH of one operation. */
export const writeHandler = (operation: Operation, db: Db, inspect: Inspect) => {
  const decode = inputDecoder(operation);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const admitted = admittedOf(request);
    const { input, path } = decode(request);
    const key = demand(idempotencyKeyOf(request.headers["idempotency-key"]));
    const ifMatch = operation.meta.method === "PATCH" ? request.headers["if-match"] : undefined;
    const versions = demand(acceptedVersions(ifMatch));
    const work = (within: Db | CenterTx) =>
      attempt(operation, { ...admitted, context: { ...admitted.context, db: within } }, input, versions, inspect);
    if (key === null) return sendAnswer(reply, demand(await work(db)));
    const claim = {
      centerId: admitted.key.centerId,
      keyId: admitted.key.id,
      operation: `${operation.meta.method} ${path}`,
      key: keyDigest(key),
      fingerprint: fingerprintOf(request.body, ifMatch ?? null),
    };
    const { answer, replayed } = demand(await answerOnce(db, claim, work));
    if (replayed) reply.header("idempotent-replayed", "true");
    return sendAnswer(reply, answer);
  };
};

const demand = <Value>(value: Value | Failure): Value => {
  if (isFailure(value)) throw new FailureError(value);
  return value;
};

/** The input of a write: its path's parameters over its body. Throws the failure of what does not fit. */
const inputDecoder = ({ params, body }: Operation) => {
  const ofPath = pathDecoder(params);
  const ofQuery = queryDecoder(undefined);
  return (request: FastifyRequest): { input: Record<string, unknown>; path: string } => {
    const [path = "", ...query] = (request.raw.url ?? "").split("?");
    const decoded = [ofQuery(query.join("?")), ofPath(request.params)];
    const faults = decoded.flatMap((part) => ("faults" in part ? part.faults : []));
    if (faults.length > 0) throw new FailureError(invalidRequest(faults));
    const sent = body === undefined ? {} : request.body;
    if (!isObject(sent)) throw new FailureError(bodyMissing());
    const inPath: Record<string, unknown> = Object.assign(
      {},
      ...decoded.map((part) => ("values" in part ? part.values : {})),
    );
    const twice = Object.keys(inPath).filter((name) => Object.hasOwn(sent, name));
    if (twice.length > 0)
      throw new FailureError(
        invalidRequest(twice.map((name) => ({ path: name, message: "stands in the path, not in the body" }))),
      );
    return { input: { ...sent, ...inPath }, path };
  };
};

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

const bodyMissing = (): Failure =>
  fail("invalid_request", "Send a JSON object as the body, with `Content-Type: application/json`.", {
    errors: [{ path: "", message: "body must be a JSON object" }],
  });

const versioned = z.object({ id: z.string(), version: z.number() });

/** One run of the command: its answer, or its failure. Each version that `If-Match` accepts is tried in turn. */
const attempt = async (
  operation: Operation,
  { key, context }: Admitted,
  input: unknown,
  versions: readonly (number | null)[],
  inspect: Inspect,
): Promise<Answer | Failure> => {
  const output = await invokeForVersion(operation, context, input, versions);
  if (isFailure(output)) return output;
  inspect(operation, key.mode, output);
  const { success = 200, location } = operation.meta;
  const resource = versioned.safeParse(output).data;
  return {
    status: success,
    etag: resource ? versionTag(resource.version) : null,
    location: resource && location ? `${BASE_PATH}${location(resource)}` : null,
    body: JSON.stringify(output),
  };
};

const invokeForVersion = async (
  operation: Operation,
  context: Context,
  input: unknown,
  versions: readonly (number | null)[],
): Promise<unknown> => {
  let output: unknown;
  for (const expectedVersion of versions) {
    output = await invoke(operation, { ...context, expectedVersion }, input);
    if (!isFailure(output) || output.code !== "precondition_failed") return output;
  }
  return output;
};

const sendAnswer = (reply: FastifyReply, { status, etag, location, body }: Answer): FastifyReply => {
  if (etag !== null) reply.header("etag", etag);
  if (location !== null) reply.header("location", location);
  return reply
    .code(status)
    .header("content-type", "application/json")
    .header("cache-control", "no-store")
    .send(Buffer.from(body));
};
