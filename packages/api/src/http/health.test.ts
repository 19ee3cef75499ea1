import { statement } from "@aviationalley/db/client.ts";
import { startServer, type TestServer } from "@aviationalley/testing/server.ts";
import { toyRouter } from "@aviationalley/testing/toys.ts";
import { afterAll, beforeAll, expect, test } from "vitest";

let server: TestServer;
beforeAll(async () => void (server = await startServer({ router: toyRouter() })));
afterAll(() => server.close());

const LATER = "9999_of_a_later_release";
const insertLater = statement<never>(
  "test.insert_later_migration",
  `insert into schema_migrations (name, sha256) values ('${LATER}', '')`,
);
const deleteOwnNewest = statement<never>(
  "test.delete_own_newest_migration",
  `delete from schema_migrations where name = (select max(name) from schema_migrations where name <> '${LATER}')`,
);

test("the process is alive; it is ready when the database has this code's migrations", async () => {
  expect(await server.api().get("/healthz")).toMatchObject({ status: 200, body: { status: "ok" } });
  expect(await server.api().get("/readyz")).toMatchObject({ status: 200, body: { status: "ready" } });
  expect((await server.api().head("/healthz")).status).toBe(200);
});

test("a node stays ready when a later release has migrated, and is not ready without its own migrations", async () => {
  await server.database.db.run(insertLater, []);
  expect((await server.api().get("/readyz")).status).toBe(200);
  await server.database.db.run(deleteOwnNewest, []);
  expect(await server.api().get("/readyz")).toMatchObject({
    status: 503,
    body: { detail: expect.stringContaining("lacks a migration of this release"), retryAfterSeconds: 5 },
  });
  expect((await server.api().get("/healthz")).status).toBe(200);
});
