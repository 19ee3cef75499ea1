import type { AnyTRPCRouter } from "@trpc/server";
import type { z } from "zod";
import { createDocument, type ZodOpenApiObject, type ZodOpenApiPathItemObject } from "zod-openapi";
import type { EventDefinition } from "../lib/events.ts";
import { isReference, type OpenApiDocument, type ParameterObject } from "./openapi/document.ts";
import { HEADERS } from "./openapi/headers.ts";
import { API_TITLE, API_VERSION, BASE_PATH, introduction } from "./openapi/info.ts";
import { describeOperation, type DocumentedOperation } from "./openapi/operation.ts";
import { HEADER_PARAMETERS, polishParameter } from "./openapi/parameters.ts";
import { closeInputs, polish } from "./openapi/polish.ts";
import { errorComponents } from "./openapi/responses.ts";
import { tagOf, WEBHOOKS_TAG } from "./openapi/tags.ts";
import { describeWebhooks, eventSchemas, WEBHOOK_PARAMETERS } from "./openapi/webhooks.ts";
import { operationsOf } from "./walk.ts";

export interface DocumentOptions {
  /** Where the server is reached, without a slash at the end. */
  publicUrl: string;
  events: readonly EventDefinition[];
}

/** The OpenAPI 3.0.3 document of everything that the router declares as an endpoint. */
export const buildDocument = (router: AnyTRPCRouter, { publicUrl, events }: DocumentOptions): OpenApiDocument => {
  const operations = operationsOf(router);
  const schemas = eventSchemas(events);
  const { paths, components, ...head } = createDocument(
    {
      openapi: "3.0.3",
      info: {
        title: API_TITLE,
        version: API_VERSION,
        description: introduction(publicUrl),
        contact: { name: "AviationAlley", url: `${publicUrl}/` },
      },
      servers: [
        {
          url: `${publicUrl}${BASE_PATH}`,
          description: "Live centers and their sandboxes; the token decides.",
          "x-internal": false,
        },
      ],
      tags: tagsOf(operations, events),
      paths: pathsOf(operations),
      components: componentsOf(schemas, publicUrl),
    },
    { override: closeInputs },
  );
  const webhooks = describeWebhooks(events, schemas);
  // zod-openapi types its result as OpenAPI 3.1, of which it wrote the 3.0 subset that our types describe.
  const document = { ...head, paths, "x-webhooks": webhooks, components } as unknown as OpenApiDocument;
  for (const carrier of Object.keys(schemas)) delete document.components.responses[carrier];
  return polished(document);
};

const BEARER = {
  type: "http",
  scheme: "bearer",
  bearerFormat: "aa_<live|test>_<32 hex digits>",
  description: "A token that an owner or admin of the center created in the console, under Integrations.",
} as const;

const componentsOf = (schemas: Record<string, z.ZodType>, publicUrl: string) =>
  // zod-openapi types raw parts as OpenAPI 3.1; ours are written in the subset that 3.0 shares with it.
  ({
    securitySchemes: { bearerAuth: BEARER },
    responses: { ...errorComponents(publicUrl), ...carriersOf(schemas) },
    headers: HEADERS,
    parameters: structuredClone({ ...HEADER_PARAMETERS, ...(Object.keys(schemas).length > 0 && WEBHOOK_PARAMETERS) }),
  }) as unknown as NonNullable<ZodOpenApiObject["components"]>;

/**
 * The library takes schemas only where requests (inputs) and answers (outputs) carry them. Payloads of webhooks are
 * outputs, so they ride in as answers, and only their schemas stay.
 */
const carriersOf = (schemas: Record<string, z.ZodType>) =>
  Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      { description: name, content: { "application/json": { schema } } },
    ]),
  );

const tagsOf = (operations: readonly DocumentedOperation[], events: readonly EventDefinition[]) => {
  const tags = new Map(
    operations.map(({ meta: { path, tag } }) => [
      tag ?? tagOf(path).name,
      { ...tagOf(path), ...(tag && { name: tag }) },
    ]),
  );
  return [...tags.values(), ...(events.length > 0 ? [WEBHOOKS_TAG] : [])];
};

const pathsOf = (operations: readonly DocumentedOperation[]): Record<string, ZodOpenApiPathItemObject> => {
  const paths: Record<string, ZodOpenApiPathItemObject> = {};
  for (const operation of operations) {
    const { path, method } = operation.meta;
    const key = ({ GET: "get", POST: "post", PATCH: "patch" } as const)[method];
    paths[path] = { ...paths[path], [key]: describeOperation(operation) };
  }
  return paths;
};

const polished = (document: OpenApiDocument): OpenApiDocument => {
  for (const schema of Object.values(document.components.schemas)) polish(schema);
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item));
  const own = operations.flatMap(({ parameters = [] }) =>
    parameters.filter((one): one is ParameterObject => !isReference(one)),
  );
  for (const parameter of [...own, ...Object.values(document.components.parameters)]) {
    polish(parameter.schema);
    polishParameter(parameter);
  }
  return document;
};
