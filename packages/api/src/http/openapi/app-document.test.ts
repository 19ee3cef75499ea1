import { describe, expect, it } from "vitest";
import { EVENTS } from "../../lib/webhooks.ts";
import { appRouter } from "../../root.ts";
import { buildDocument } from "../openapi.ts";
import { operationsOf } from "../walk.ts";
import { resolved } from "./document.ts";
import { operationIdOf } from "./operation.ts";
import { problem } from "./problem.ts";
import { eventComponent, eventSchemas } from "./webhooks.ts";

const document = buildDocument(appRouter, { publicUrl: "https://aviationalley.example", events: EVENTS });
const operations = operationsOf(appRouter).map((operation) => [operation.name, operation] as const);

const documented = (path: string, method: string) => {
  const found = document.paths[path]?.[method.toLowerCase()];
  if (!found) throw new Error(`${method} ${path} is not documented.`);
  return found;
};

describe("the application's own document", () => {
  it.each(operations)("shows %s by examples that its schemas take", (_name, { meta, params, query, body }) => {
    const { parameters = [], requestBody, responses } = documented(meta.path, meta.method);
    const own = parameters.flatMap((one) => ("$ref" in one ? [] : [one]));
    const sent = Object.fromEntries(
      own.map(({ name, example, examples }) => [name, example ?? examples?.["default"]?.value]),
    );
    for (const part of [params, query]) {
      const fields = Object.keys(part?.shape ?? {}).map((name) => [name, sent[name]]);
      expect(part?.safeParse(Object.fromEntries(fields)).error).toBeUndefined();
    }
    expect(body?.safeParse(requestBody?.content["application/json"]?.example).error).toBeUndefined();
    for (const [status, answer] of Object.entries(responses)) {
      const { content = {} } = resolved(document.components.responses, answer);
      const schema = status.startsWith("2") ? meta.output : problem;
      for (const { example, examples = {} } of Object.values(content))
        for (const value of example === undefined ? Object.values(examples).map((one) => one.value) : [example])
          expect(schema.safeParse(value).error, status).toBeUndefined();
    }
  });

  it.each(EVENTS.map((event) => [event.type, event] as const))(
    "shows %s by an example that its schema takes",
    (type) => {
      const schema = eventSchemas(EVENTS)[eventComponent(type)];
      const { example } = document["x-webhooks"][type]?.post.requestBody.content["application/json"] ?? {};
      expect(schema?.safeParse(example).error).toBeUndefined();
    },
  );

  it("gives every operation a name of its own and a tag that says more than its path", () => {
    const ids = operations.map(([, { meta }]) => operationIdOf(meta));
    expect(new Set(ids).size).toBe(ids.length);
    for (const { name, description } of document.tags) expect(description, name).not.toMatch(/^Operations on/);
  });

  it("says of every write what its rules are, beside the scope that it needs", () => {
    const writes = operations.filter(([, { meta }]) => meta.method !== "GET");
    expect(writes).not.toEqual([]);
    for (const [name, { meta }] of writes)
      expect(documented(meta.path, meta.method).description, name).toMatch(/\S\n\nNeeds the scope/);
  });

  it("shows the seconds to wait in every answer that has Retry-After", () => {
    const waiting = Object.values(document.components.responses).filter(({ headers }) => headers?.["Retry-After"]);
    expect(waiting).toHaveLength(2);
    for (const { examples = {} } of waiting.flatMap(({ content = {} }) => Object.values(content)))
      for (const { value } of Object.values(examples)) expect(value).toHaveProperty("retryAfterSeconds");
  });

  it("describes every parameter", () => {
    const silent = operations.flatMap(([name, { meta }]) =>
      (documented(meta.path, meta.method).parameters ?? []).flatMap((one) =>
        "name" in one && !one.description ? [`${name}.${one.name}`] : [],
      ),
    );
    expect(silent).toEqual([]);
  });
});
