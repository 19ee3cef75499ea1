import { startServer, type TestServer } from "@aviationalley/testing/server.ts";
import { addToys, createToyTable, type ToyHooks, toyRouter } from "@aviationalley/testing/toys.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problem } from "./openapi/problem.ts";

const hooks: ToyHooks = {};
let server: TestServer;
let token: string;

beforeAll(async () => {
  server = await startServer({ router: toyRouter(hooks) });
  await createToyTable(server.database);
  await addToys(server.database, server.centerId, [
    { name: "Ant", color: "RED", weight: 1, loud: true },
    { name: "Bee", color: "GREEN", weight: 2 },
    { name: "Cat", color: "BLUE", weight: 3 },
  ]);
  token = server.issue();
});
afterAll(() => server.close());

const get = (query: string, headers: Record<string, string> = {}) =>
  server.api(token).get(`/api/v1/toys${query}`, headers);
const names = async (query: string): Promise<unknown> => {
  const { body } = await get(query);
  return (body as { data: { name: string }[] }).data.map(({ name }) => name);
};

describe("a list", () => {
  test("answers what the database holds, newest first, in pages that end with null", async () => {
    const first = await get("?limit=2");
    expect(first).toMatchObject({ status: 200, body: { data: [{ name: "Cat" }, { name: "Bee" }] } });
    const { nextCursor } = (first.body as { pagination: { nextCursor: string } }).pagination;
    const second = await get(`?limit=2&cursor=${nextCursor}`);
    expect(second.body).toMatchObject({ data: [{ name: "Ant" }], pagination: { limit: 2, nextCursor: null } });
    expect(await get("?limit=3")).toMatchObject({ body: { pagination: { nextCursor: null } } });
  });

  test.each([
    ["?color=RED,BLUE", ["Cat", "Ant"]],
    ["?color=RED%2CBLUE", ["Cat", "Ant"]],
    ["?loud=true", ["Ant"]],
    ["?loud=false", ["Cat", "Bee"]],
    ["?weight=2", ["Bee"]],
    ["?search=%42ee&", ["Bee"]],
    ["?", ["Cat", "Bee", "Ant"]],
  ])("reads %s by its declared types", async (query, expected) => {
    expect(await names(query)).toEqual(expected);
  });

  test.each([
    ["?limit=0", "limit", "must be at least 1"],
    ["?limit=201", "limit", "must be at most 200"],
    ["?limit=1e2", "limit", "must be a whole number from 1 to 200"],
    ["?limit=x", "limit", "must be a whole number from 1 to 200"],
    ["?limit=", "limit", "must be a whole number from 1 to 200"],
    ["?limit", "limit", "must be a whole number from 1 to 200"],
    ["?limit=05", "limit", "must be a whole number from 1 to 200"],
    ["?limit=%2050", "limit", "must be a whole number from 1 to 200"],
    ["?limit=99999999999999999999", "limit", "must be a whole number from 1 to 200"],
    ["?limit=5&limit=6", "limit", "is given more than once"],
    ["?color=RED&color=BLUE", "color", "several values are separated by commas"],
    ["?color=RED,,BLUE", "color", "separated by single commas"],
    ["?color=red", "color", "must be one of RED, GREEN, BLUE"],
    ["?loud=1", "loud", "must be true or false"],
    ["?loud=TRUE", "loud", "must be true or false"],
    ["?search=a", "search", "must have at least 2 characters"],
    [`?search=${"x".repeat(10_000)}`, "search", "must have at most 100 characters"],
    ["?search=a%00b", "search", "must not contain the NUL character"],
    ["?search=%zz", "search", "is not percent-encoded UTF-8"],
    ["?search=%ff%fe", "search", "is not percent-encoded UTF-8"],
    ["?id=1", "id", "must be a UUID"],
    ["?updatedSince=yesterday", "updatedSince", "must be an ISO 8601 instant"],
    ["?updatedSince=2026-02-30T00:00:00Z", "updatedSince", "must be an ISO 8601 instant"],
    ["?limt=5", "limt", "did you mean `limit`?"],
    ["?updated_since=5", "updated_since", "did you mean `updatedSince`?"],
    ["?elephant=5", "elephant", "there are limit, cursor"],
    ["?__proto__=5", "__proto__", "is not a parameter"],
    ["?constructor=5", "constructor", "is not a parameter"],
  ])("refuses %s and names the parameter", async (query, path, message) => {
    const { status, body, headers } = await get(query);
    expect(status).toBe(400);
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(problem.parse(body)).toMatchObject({
      code: "invalid_request",
      type: "https://api.example.com/docs/errors/invalid_request",
      errors: [{ path, message: expect.stringContaining(message) }],
    });
  });

  test("names every fault at once, up to a bound", async () => {
    const { body } = await get("?limit=x&color=,&loud=maybe");
    expect(problem.parse(body).errors).toHaveLength(3);
    const many = await get(`?${Array.from({ length: 500 }, (_, n) => `a${n}=1`).join("&")}`);
    expect(problem.parse(many.body).errors).toHaveLength(20);
  });

  test("refuses cursors that it did not make, and its own under other filters", async () => {
    const { body } = await get("?limit=1&color=RED,BLUE");
    const { nextCursor } = (body as { pagination: { nextCursor: string } }).pagination;
    for (const query of [
      `?limit=1&cursor=${nextCursor}`,
      `?limit=1&color=RED&cursor=${nextCursor}`,
      "?cursor=x",
      `?limit=1&color=RED,BLUE&cursor=B${nextCursor.slice(1)}`,
    ])
      expect(await get(query)).toMatchObject({ status: 400, body: { code: "invalid_cursor" } });
    expect(await get(`?limit=9&color=RED,BLUE&cursor=${nextCursor}`)).toMatchObject({ status: 200 });
  });
});

describe("an entity tag", () => {
  test("saves the body when nothing has changed, and only then", async () => {
    const { headers } = await get("");
    const etag = headers.get("etag") ?? "";
    expect(etag).toMatch(/^"[0-9a-f]{16}"$/);
    for (const held of [etag, `W/${etag}`, `"x", ${etag}`, "*"]) {
      const answer = await get("", { "if-none-match": held });
      expect(answer).toMatchObject({ status: 304, text: "" });
      expect(answer.headers.get("etag")).toBe(etag);
      expect(answer.headers.has("content-length")).toBe(false);
    }
    expect(await get("", { "if-none-match": '"other"' })).toMatchObject({ status: 200 });
    expect(await get("?limit=1", { "if-none-match": etag })).toMatchObject({ status: 200 });
    expect(await get("", { "if-none-match": "other" })).toMatchObject({ status: 400 });
  });

  test("and every other header is the same for HEAD, which has no body", async () => {
    const [get_, head] = await Promise.all([get("?limit=1"), server.api(token).head("/api/v1/toys?limit=1")]);
    expect(head).toMatchObject({ status: 200, text: "" });
    for (const name of ["etag", "content-type", "content-length", "cache-control", "ratelimit-policy"])
      expect(head.headers.get(name)).toBe(get_.headers.get(name));
    expect(await server.api(token).head("/api/v1/toys?limit=0")).toMatchObject({ status: 400, text: "" });
  });
});

describe("what goes wrong inside", () => {
  test("an answer that does not fit its declared shape is a 500 that tells nothing", async () => {
    const { status, body, text } = await server.api(token).get("/api/v1/lies");
    expect(status).toBe(500);
    expect(problem.parse(body).code).toBe("internal_error");
    expect(text).not.toMatch(/declare|toy/);
  });

  test("nothing of an unexpected error reaches the caller; the request id finds it in the log", async () => {
    const { status, body, text } = await server.api(token).get("/api/v1/bursts", { "x-request-id": "find-me" });
    expect({ status, body }).toMatchObject({ status: 500, body: { code: "internal_error", requestId: "find-me" } });
    expect(text).not.toMatch(/secret/);
    expect(server.log.filter((line) => line.includes('"find-me"') && line.includes("the secret inside"))).toHaveLength(
      1,
    );
  });

  test("an expected failure keeps its code and facts", async () => {
    expect(await server.api(token).get("/api/v1/refusals")).toMatchObject({
      status: 409,
      body: { code: "invalid_transition", detail: "It cannot.", allowed: ["RED"] },
    });
  });
});
