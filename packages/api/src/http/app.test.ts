import { createToyTable, addToys, toyRouter } from "@aviationalley/testing/toys.ts";
import { startServer, type TestServer } from "@aviationalley/testing/server.ts";
import { afterAll, beforeAll, expect, test } from "vitest";

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ router: toyRouter() });
  await createToyTable(server.database);
  await addToys(server.database, server.centerId, [{ name: "Ant" }, { name: "Bee" }, { name: "Cat" }]);
});
afterAll(() => server.close());

test("a list answers over HTTP what the database holds, newest first", async () => {
  const { status, body } = await server.api(server.issue()).get("/api/v1/toys?limit=2");
  expect(body).toMatchObject({ data: [{ name: "Cat" }, { name: "Bee" }], pagination: { limit: 2 } });
  expect(status).toBe(200);
});
