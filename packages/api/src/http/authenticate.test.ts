import { startServer, type TestServer } from "@aviationalley/testing/server.ts";
import { addToys, createToyTable, toyRouter } from "@aviationalley/testing/toys.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problem } from "./openapi/problem.ts";

let server: TestServer;
let clock = Date.parse("2026-06-01T00:00:00Z");

beforeAll(async () => {
  server = await startServer({ router: toyRouter(), now: () => clock });
  await createToyTable(server.database);
  await addToys(server.database, server.centerId, [{ name: "Live" }]);
  await addToys(server.database, server.sandboxId, [{ name: "Sandbox" }]);
});
afterAll(() => server.close());

const withHeader = (authorization: string) => server.api().get("/api/v1/toys", { authorization });

describe("a request without a valid token", () => {
  test("is told that one is missing", async () => {
    const { status, headers, body } = await server.api().get("/api/v1/toys");
    expect(status).toBe(401);
    expect(headers.get("www-authenticate")).toBe("Bearer");
    expect(problem.parse(body).code).toBe("token_missing");
    expect(headers.has("ratelimit")).toBe(false);
  });

  test.each([
    ["another scheme", (token: string) => `Basic ${token}`],
    ["two spaces", (token: string) => `Bearer  ${token}`],
    ["a space inside", (token: string) => `Bearer ${token.slice(0, 20)} ${token.slice(20)}`],
    ["quotes", (token: string) => `Bearer "${token}"`],
    ["one character too few", (token: string) => `Bearer ${token.slice(0, -1)}`],
    ["capital letters", (token: string) => `Bearer ${token.toUpperCase()}`],
    ["no scheme", (token: string) => token],
    ["no token", () => "Bearer"],
    ["another prefix", (token: string) => `Bearer ${token.replace("live", "prod")}`],
  ])("is told that %s is malformed", async (_, write) => {
    const { status, headers, body } = await withHeader(write(server.issue()));
    expect({ status, body }).toMatchObject({ status: 401, body: { code: "token_malformed" } });
    expect(headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
  });

  test("is told that a token is unknown, also when only its mode is another", async () => {
    const token = server.issue();
    const unknown = await withHeader(`Bearer aa_live_${"0".repeat(32)}`);
    expect(unknown).toMatchObject({ status: 401, body: { code: "token_unknown" } });
    expect(await withHeader(`Bearer ${token.replace("live", "test")}`)).toMatchObject({
      body: { code: "token_unknown" },
    });
  });

  test("never sees its token again", async () => {
    const token = `aa_live_${"f".repeat(32)}`;
    const { text } = await server.api(token).get(`/api/v1/toys?search=${token}`);
    await server.api(token).get(`/api/v1/toys/${token.replace("_", "%5F")}?%73earch=secretword&x=${token}`);
    // Fewer could be of an id by chance.
    expect(text).not.toMatch(/f{6}/);
    expect(server.log.join("")).not.toMatch(/f{6}|secretword/);
  });
});

test("the scheme's case does not matter", async () => {
  expect(await withHeader(`bEARER ${server.issue()}`)).toMatchObject({ status: 200 });
});

test("a key ends at the instant of its expiry or revocation, though it is cached", async () => {
  const soon = clock + 1000;
  const tokens = { token_expired: server.issue({ expiresAt: soon }), token_revoked: server.issue({ revokedAt: soon }) };
  for (const token of Object.values(tokens)) expect((await server.api(token).get("/api/v1/toys")).status).toBe(200);
  clock = soon;
  for (const [code, token] of Object.entries(tokens))
    expect(await server.api(token).get("/api/v1/toys")).toMatchObject({ status: 401, body: { code } });
});

test("a key reads its own center only; a test key reads the sandbox", async () => {
  const sandbox = server.issue({ mode: "test", centerId: server.sandboxId });
  const stranger = server.issue({ centerId: (await server.addCenter()).centerId });
  expect(await server.api(server.issue()).get("/api/v1/toys")).toMatchObject({ body: { data: [{ name: "Live" }] } });
  expect(await server.api(sandbox).get("/api/v1/toys")).toMatchObject({ body: { data: [{ name: "Sandbox" }] } });
  expect(await server.api(stranger).get("/api/v1/toys")).toMatchObject({ body: { data: [] } });
});

test("a key without the scope is refused before its input is looked at; `*` grants everything", async () => {
  const { status, headers, body } = await server
    .api(server.issue({ scopes: ["toys:write"] }))
    .get("/api/v1/toys?limit=0");
  expect(status).toBe(403);
  expect(headers.get("www-authenticate")).toBe('Bearer error="insufficient_scope", scope="toys:read"');
  expect(problem.parse(body)).toMatchObject({ requiredScope: "toys:read", scopes: ["toys:write"] });
  for (const scopes of [["toys:read"], ["*"]])
    expect((await server.api(server.issue({ scopes })).get("/api/v1/toys")).status).toBe(200);
});
