import { startServer, type TestServer } from "@aviationalley/testing/server.ts";
import { createToyTable, toyRouter } from "@aviationalley/testing/toys.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problem } from "./openapi/problem.ts";

let server: TestServer;
let token: string;

beforeAll(async () => {
  server = await startServer({ router: toyRouter() });
  await createToyTable(server.database);
  token = server.issue();
});
afterAll(() => server.close());

const JSON_TYPE = { "content-type": "application/json" };
const send = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = JSON_TYPE) =>
  server.api(token).send("POST", "/api/v1/toys", { headers, body });
const toy = (fields: object = {}) => JSON.stringify({ name: crypto.randomUUID(), color: "RED", ...fields });

describe("a body", () => {
  test.each([
    "application/json",
    "application/json; charset=utf-8",
    'application/json;charset="UTF-8"',
    "Application/JSON",
  ])("is read as %s", async (type) => {
    expect(await send(toy(), { "content-type": type })).toMatchObject({ status: 201 });
  });

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/json; charset=latin1",
    "application/jsonx",
    "x",
  ])("is not read as %s", async (type) => {
    const { status, body } = await send(toy(), { "content-type": type });
    expect(status).toBe(415);
    expect(problem.parse(body).code).toBe("unsupported_media_type");
  });

  test("is not read when compressed, or without a type", async () => {
    expect(await send(toy(), { ...JSON_TYPE, "content-encoding": "gzip" })).toMatchObject({ status: 415 });
    expect(await send(new TextEncoder().encode(toy()), {})).toMatchObject({ status: 415 });
  });

  test("of 64 KiB is read, of one byte more is not, and 200 KB is told so", async () => {
    const padded = (length: number) => toy().padEnd(length);
    expect(await send(padded(65_536))).toMatchObject({ status: 201 });
    for (const length of [65_537, 200_000])
      expect(await send(padded(length))).toMatchObject({ status: 413, body: { code: "payload_too_large" } });
  });

  test.each([
    ["", "body is not JSON"],
    ["{", "body is not JSON: Expected property name"],
    ['{"name": x}', "body is not JSON: Unexpected token 'x'"],
    ["[]", "body must be a JSON object"],
    ["null", "body must be a JSON object"],
    ['"text"', "body must be a JSON object"],
    ["\ufeff{}", "body is not JSON"],
  ])("that is %j is refused with where it went wrong", async (text, message) => {
    const { status, body } = await send(text);
    expect(status).toBe(400);
    expect(problem.parse(body).errors).toEqual([{ path: "", message: expect.stringContaining(message) }]);
    expect(JSON.stringify(body)).not.toMatch(/\.ts|node_modules|    at /);
  });

  test("that is missing altogether is asked for", async () => {
    const { status, body } = await server.api(token).send("POST", "/api/v1/toys");
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { errors: [{ message: "body must be a JSON object" }] },
    });
  });

  test("that is not UTF-8 is refused", async () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('{"name":"'), 0xff, ...new TextEncoder().encode('"}')]);
    expect(await send(bytes)).toMatchObject({ status: 400, body: { errors: [{ message: "body is not UTF-8" }] } });
  });

  test.each([
    [{ name: undefined }, "name", "is required"],
    [{ name: 5 }, "name", "must be a string"],
    [{ name: null }, "name", "must be a string"],
    [{ name: "" }, "name", "must have at least 1 character"],
    [{ name: "x".repeat(101) }, "name", "must have at most 100 characters"],
    [{ name: "a\0b" }, "name", "must be Unicode text without NUL"],
    [{ name: "\ud800" }, "name", "must be Unicode text without NUL"],
    [{ color: "PINK" }, "color", "must be one of RED, GREEN, BLUE"],
    [{ color: undefined }, "color", "is required"],
    [{ weight: "1" }, "weight", "must be a number"],
    [{ weight: 1.5 }, "weight", "must be a whole number"],
    [{ weight: 1001 }, "weight", "must be at most 1000"],
    [{ parts: {} }, "parts", "must be an array"],
    [{ parts: [{ id: "x", size: "SMALL" }] }, "parts.0.id", "must be a UUID"],
    [{ parts: [{ id: crypto.randomUUID() }] }, "parts.0.size", "is required"],
    [{ parts: [{ id: crypto.randomUUID(), size: "SMALL", sise: 1 }] }, "parts.0.sise", "did you mean `size`?"],
    [{ parts: Array(4).fill({ id: crypto.randomUUID(), size: "LARGE" }) }, "parts", "must have at most 3 items"],
    [{ colour: "RED" }, "colour", "did you mean `color`?"],
    [{ zebra: 1 }, "zebra", "there are name, color, weight, parts"],
  ])("with %j is refused at its path", async (fields, path, message) => {
    const { status, body } = await send(toy(fields));
    expect(status).toBe(400);
    expect(problem.parse(body).errors).toContainEqual({ path, message: expect.stringContaining(message) });
  });

  test("with __proto__ anywhere, or nested without end, is refused", async () => {
    expect(await send('{"name":"a","color":"RED","__proto__":{"x":1}}')).toMatchObject({ status: 400 });
    expect(await send('{"name":"a","color":"RED","parts":[{"__proto__":1}]}')).toMatchObject({
      body: { errors: [{ path: "parts.0.__proto__", message: "is not a field here" }] },
    });
    expect(await send(`{"parts":${"[".repeat(30_000)}${"]".repeat(30_000)}}`)).toMatchObject({ status: 400 });
  });
});

describe("a write", () => {
  test("takes no query parameters, and no id in its body", async () => {
    const { status, body } = await server.api(token).post("/api/v1/toys?dryRun=true", { name: "a", color: "RED" });
    expect({ status, body }).toMatchObject({ status: 400, body: { errors: [{ path: "dryRun" }] } });
    const id = crypto.randomUUID();
    expect(await server.api(token).patch(`/api/v1/toys/${id}`, { id })).toMatchObject({
      status: 400,
      body: { errors: [{ path: "id", message: "stands in the path, not in the body" }] },
    });
  });

  test("to an id that cannot be one is a 400, to one that nobody has a 404", async () => {
    expect(await server.api(token).patch("/api/v1/toys/7", {})).toMatchObject({
      status: 400,
      body: { errors: [{ path: "id" }] },
    });
    expect(await server.api(token).patch(`/api/v1/toys/${"7".repeat(300)}`, {})).toMatchObject({ status: 400 });
    expect(await server.api(token).patch(`/api/v1/toys/${crypto.randomUUID()}`, {})).toMatchObject({
      status: 404,
      body: { code: "not_found" },
    });
  });

  test("that clears what cannot be cleared says so", async () => {
    const { body } = await server.api(token).patch(`/api/v1/toys/${crypto.randomUUID()}`, { name: null });
    expect(body).toMatchObject({ errors: [{ path: "name", message: expect.stringContaining("cannot be cleared") }] });
  });

  test("without a token is refused before its body is looked at", async () => {
    expect(await server.api().post("/api/v1/toys", "x".repeat(200_000))).toMatchObject({ status: 401 });
  });
});
