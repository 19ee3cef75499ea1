import { describe, expect, it } from "vitest";
import { ERRORS } from "../lib/errors.ts";
import { EVENTS } from "../lib/webhooks.ts";
import { appRouter } from "../root.ts";
import { buildDocument } from "./openapi.ts";
import type { OpenApiDocument, SchemaObject } from "./openapi/document.ts";
import { childrenOf } from "./openapi/polish.ts";
import { toyEvents, toyRouter } from "./openapi/toy-router.ts";

const publicUrl = "https://aviationalley.example";
const document = buildDocument(toyRouter, { publicUrl, events: toyEvents });

const operation = (path: string, method: string) => {
  const found = document.paths[path]?.[method];
  if (!found) throw new Error(`${method} ${path} is not documented`);
  return found;
};
const component = (name: string): SchemaObject => document.components.schemas[name] ?? {};

describe("the OpenAPI document", () => {
  it("has one operation per endpoint and none for the console's procedures", () => {
    expect(document.openapi).toBe("3.0.3");
    expect(Object.entries(document.paths).map(([path, item]) => [path, Object.keys(item)])).toEqual([
      ["/balloons", ["get", "post"]],
      ["/balloons/{id}", ["patch"]],
    ]);
  });

  it("names every operation and the scope that it needs", () => {
    const list = operation("/balloons", "get");
    expect(list).toMatchObject({
      operationId: "listBalloons",
      tags: ["Balloons"],
      "x-required-scope": "balloons:read",
    });
    expect(list.description).toContain("`balloons:read`");
    expect(list.description).toContain("`ballast:read`");
    expect(operation("/balloons/{id}", "patch").operationId).toBe("updateBalloon");
    expect(document.tags.map(({ name }) => name)).toEqual(["Balloons", "Webhooks"]);
  });

  it("describes each parameter with an example, and lists as one comma-separated value", () => {
    for (const parameter of operation("/balloons", "get").parameters ?? []) {
      if ("$ref" in parameter) continue;
      expect(parameter.description, parameter.name).toBeTruthy();
      expect(parameter.example ?? parameter.examples?.["default"]?.value, parameter.name).toBeDefined();
    }
    expect(operation("/balloons", "get").parameters).toContainEqual(
      expect.objectContaining({ name: "state", in: "query", required: false, style: "form", explode: false }),
    );
  });

  it("shows one thing under one id: a filter's example is found in the example answer", () => {
    const list = operation("/balloons", "get");
    const filter = list.parameters?.find((parameter) => "name" in parameter && parameter.name === "pilotId");
    const answer = list.responses["200"];
    const text = JSON.stringify(answer && "content" in answer ? answer.content : {});
    expect(filter && "examples" in filter && filter.examples).toBeTruthy();
    expect(text).toContain(String(filter && "examples" in filter && filter.examples?.["default"]?.value));
  });

  it("takes the example of a whole input apart into parameters and body", () => {
    const { requestBody, parameters } = operation("/balloons/{id}", "patch");
    expect(requestBody?.content["application/json"]?.example).toEqual({ litres: 2_600 });
    expect(parameters).toContainEqual(
      expect.objectContaining({ in: "path", required: true, example: expect.any(String) }),
    );
  });

  it("closes inputs and leaves outputs open", () => {
    expect(component("BalloonDraft").additionalProperties).toBe(false);
    expect(component("UpdateBalloonBody").additionalProperties).toBe(false);
    expect(component("UpdateBalloonBody").properties).not.toHaveProperty("id");
    for (const name of ["Balloon", "BalloonPilot", "BalloonPage", "Pagination", "Problem", "BalloonLaunchedEvent"])
      expect(component(name), name).not.toHaveProperty("additionalProperties");
  });

  it("writes null in the two forms that 3.0 readers agree about", () => {
    const { pilot, lastState } = component("Balloon").properties ?? {};
    expect(pilot?.anyOf).toEqual([
      { $ref: "#/components/schemas/BalloonPilot" },
      { type: "object", nullable: true, enum: [null] },
    ]);
    expect(lastState).toMatchObject({ nullable: true, enum: ["GROUNDED", "ALOFT", null] });
  });

  it("lists the errors that an operation can give, each with an example of each code", () => {
    expect(Object.keys(operation("/balloons", "get").responses)).toEqual(
      expect.arrayContaining(["200", "304", "400", "401", "403", "429", "500", "503"]),
    );
    expect(operation("/balloons", "get").responses).not.toHaveProperty("409");
    expect(Object.keys(operation("/balloons/{id}", "patch").responses)).toEqual(
      expect.arrayContaining(["404", "409", "412", "413", "415", "422"]),
    );
    const unauthenticated = document.components.responses["Unauthenticated"]?.content?.["application/problem+json"];
    expect(Object.keys(unauthenticated?.examples ?? {})).toEqual([
      "token_missing",
      "token_malformed",
      "token_unknown",
      "token_revoked",
      "token_expired",
    ]);
    expect(component("Problem").properties?.["code"]?.enum).toEqual(Object.keys(ERRORS));
  });

  it("publishes the payload of each event as an output", () => {
    expect(Object.keys(document["x-webhooks"])).toEqual(["balloon.launched", "balloon.hard_landing"]);
    const { schema, example } =
      document["x-webhooks"]["balloon.launched"]?.post.requestBody.content["application/json"] ?? {};
    expect(schema).toEqual({ $ref: "#/components/schemas/BalloonLaunchedEvent" });
    expect(example).toMatchObject({ type: "balloon.launched", apiVersion: "1.0.0", data: { previous: null } });
    expect(component("BalloonLaunchedEvent").properties?.["data"]?.properties?.["object"]).toEqual({
      $ref: "#/components/schemas/Balloon",
    });
  });

  it.each([
    ["the toy", document],
    ["the application", buildDocument(appRouter, { publicUrl, events: EVENTS })],
  ])("bounds every string, array and integer of %s", (_name, one) => {
    for (const [where, schema] of everySchema(one)) {
      if (schema.type === "string") expect(schema.maxLength ?? schema.enum, `maxLength at ${where}`).toBeDefined();
      if (schema.type === "array") expect(schema.maxItems, `maxItems at ${where}`).toBeDefined();
      if (schema.type === "integer") expect(schema.format, `format at ${where}`).toMatch(/^int(32|64)$/);
      if (schema.allOf) expect(schema.allOf.length, `allOf at ${where}`).toBeGreaterThan(1);
      if (schema.nullable && schema.enum) expect(schema.enum, `null at ${where}`).toContain(null);
    }
  });

  it("refers to nothing that is not there", () => {
    const text = JSON.stringify(document);
    const targets = new Set([...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = ""]) => path));
    expect(targets.size).toBeGreaterThan(20);
    for (const target of targets) expect(target.split("/").reduce(step, document), target).toBeDefined();
  });

  it("is the same text every time", () => {
    expect(JSON.stringify(buildDocument(toyRouter, { publicUrl, events: toyEvents }))).toBe(JSON.stringify(document));
  });
});

const step = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null ? new Map<string, unknown>(Object.entries(value)).get(key) : undefined;

const below = (where: string, schema: SchemaObject): [string, SchemaObject][] => [
  [where, schema],
  ...childrenOf(schema).flatMap((child, index) => below(`${where}/${index}`, child)),
];

const everySchema = ({ components, paths }: OpenApiDocument): [string, SchemaObject][] => [
  ...Object.entries(components.schemas).flatMap(([name, schema]) => below(name, schema)),
  ...Object.entries({ ...components.parameters, ...components.headers }).flatMap(([name, { schema }]) =>
    below(name, schema),
  ),
  ...Object.values(paths)
    .flatMap((item) => Object.values(item))
    .flatMap(({ operationId, parameters = [] }) =>
      parameters.flatMap((one) => ("$ref" in one ? [] : below(`${operationId}.${one.name}`, one.schema))),
    ),
];
