import { z } from "zod";
import type { ZodOpenApiOperationObject } from "zod-openapi";
import type { EndpointMeta } from "../../lib/trpc.ts";
import { exampleOf } from "./example.ts";
import { ALWAYS, headersNamed, type HeaderName } from "./headers.ts";
import { headerParameters } from "./parameters.ts";
import { errorResponses } from "./responses.ts";
import { tagOf } from "./tags.ts";

/** What the document needs to know of an operation: its declaration and where each part of its input travels. */
export interface DocumentedOperation {
  readonly meta: EndpointMeta;
  readonly query: z.ZodObject | undefined;
  readonly params: z.ZodObject | undefined;
  readonly body: z.ZodObject | undefined;
}

/** `GET /work-orders` → listWorkOrders, `PATCH /bookings/{id}` → updateBooking: stable as long as the route is. */
export const operationIdOf = ({ method, path }: EndpointMeta): string => {
  const words = path.split(/[/-]/).filter((word) => word !== "" && !word.startsWith("{"));
  const noun = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  const one = noun.replace(/s$/, "");
  switch (method) {
    case "GET":
      return path.endsWith("}") ? `get${one}` : `list${noun}`;
    case "POST":
      return `create${one}`;
    case "PATCH":
      return `update${one}`;
  }
};

/** An operation as zod-openapi takes it. */
export const describeOperation = (operation: DocumentedOperation): ZodOpenApiOperationObject => {
  const { meta, query, params, body } = operation;
  const example = z.record(z.string(), z.unknown()).parse(exampleOf(meta.input));
  return {
    operationId: operationIdOf(meta),
    tags: [meta.tag ?? tagOf(meta.path).name],
    summary: meta.summary,
    description: descriptionOf(meta),
    security: [{ bearerAuth: [] }],
    "x-required-scope": meta.scope,
    "x-badges": [{ name: meta.scope, position: "after" }],
    requestParams: {
      ...(params && { path: withExamples(params, example) }),
      ...(query && { query: withExamples(query, example) }),
    },
    parameters: headerParameters(meta.method),
    ...(body && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: named(body, meta), example: pick(example, body) } },
      },
    }),
    responses: { ...successResponses(meta), ...errorResponses(meta.method) },
  };
};

type Example = Record<string, unknown>;

/** The part of an input's example that travels in `part`. */
const pick = (example: Example, part: z.ZodObject): Example =>
  Object.fromEntries(Object.entries(example).filter(([field]) => field in part.shape));

/** Each parameter with an example that fits the others: `simulatorId` is the simulator of the example answer. */
const withExamples = (part: z.ZodObject, example: Example): z.ZodObject =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(part.shape).map(([name, field]) => [
        name,
        field.meta({ example: example[name] ?? exampleOf(field) }),
      ]),
    ),
  );

/** A body that has no name of its own (a noun's change without its id) is named after its operation. */
const named = (body: z.ZodObject, meta: EndpointMeta): z.ZodObject => {
  const operationId = operationIdOf(meta);
  const id = `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}Body`;
  return body.meta()?.id === undefined ? body.meta({ id }) : body;
};

const descriptionOf = ({ description, scope, extraScopes = [] }: EndpointMeta): string => {
  const more = extraScopes.map((extra) => ` A key that has \`${extra}\` too sees more of each row.`).join("");
  const needs = `Needs the scope \`${scope}\`.${more}`;
  return description === undefined ? needs : `${description}\n\n${needs}`;
};

const SUCCESS_HEADERS: Record<EndpointMeta["method"], readonly HeaderName[]> = {
  GET: [...ALWAYS, "ETag"],
  POST: [...ALWAYS, "ETag", "Idempotent-Replayed"],
  PATCH: [...ALWAYS, "ETag", "Idempotent-Replayed"],
};

const successResponses = ({ method, success = 200, location, output }: EndpointMeta) => ({
  [`${success}` as const]: {
    description: SUCCESS_TEXT[method],
    headers: headersNamed(...SUCCESS_HEADERS[method], ...(location ? (["Location"] as const) : [])),
    content: { "application/json": { schema: output, example: exampleOf(output) } },
  },
  ...(method === "GET" && {
    "304": {
      description: "Not changed since the `ETag` in `If-None-Match`.",
      headers: headersNamed(...ALWAYS, "ETag"),
    },
  }),
});

const SUCCESS_TEXT: Record<EndpointMeta["method"], string> = {
  GET: "One page, newest first.",
  POST: "Created.",
  PATCH: "Changed.",
};
