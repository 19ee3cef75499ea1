import { statement } from "@aviationalley/db/client.ts";
import { startServer, type TestServer } from "@aviationalley/testing/server.ts";
import { addToys, createToyTable, type Toy, type ToyHooks, toyRouter } from "@aviationalley/testing/toys.ts";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fail } from "../lib/errors.ts";
import { sweepIdempotency } from "../platform/idempotency/sweep.ts";

const hooks: ToyHooks = {};
let server: TestServer;
let token: string;

beforeAll(async () => {
  server = await startServer({ router: toyRouter(hooks) });
  await createToyTable(server.database);
});
beforeEach(() => {
  token = server.issue();
});
afterEach(() => {
  delete hooks.beforeSave;
});
afterAll(() => server.close());

const countToys = statement<{ count: number }>(
  "test.count_toys",
  "select count(*)::int as count from toys where name = $1",
);
const count = async (name: string): Promise<number> => (await server.database.db.one(countToys, [name])).count;
const make = (name: string, key: string, extra: object = {}, by = token) =>
  server.api(by).post("/api/v1/toys", { name, color: "RED", ...extra }, { "idempotency-key": key });
const one = async (wish: Partial<Toy>): Promise<Toy> => {
  const [row] = await addToys(server.database, server.centerId, [wish]);
  if (!row) throw new Error("no toy");
  return row;
};

describe("what was created", () => {
  test("is answered as 201 with its place and its version, and is there", async () => {
    const { status, headers, body } = await server.api(token).post("/api/v1/toys", { name: "New", color: "BLUE" });
    const { id } = body as Toy;
    expect({ status, body }).toMatchObject({ status: 201, body: { name: "New", version: 1, weight: 1 } });
    expect(headers.get("location")).toBe(`/api/v1/toys?id=${id}`);
    expect(headers.get("etag")).toBe('"1"');
    expect(headers.get("cache-control")).toBe("no-store");
    const found = await server.api(token).get(headers.get("location") ?? "");
    expect(found.body).toMatchObject({ data: [body] });
  });
});

describe("If-Match", () => {
  const patch = (id: string, ifMatch: string, name: string) =>
    server.api(token).patch(`/api/v1/toys/${id}`, { name }, { "if-match": ifMatch });

  test("lets the change through when it names the present version, alone, among others, or as any", async () => {
    const { id } = await one({ name: "Matched" });
    expect(await patch(id, '"1"', "M2")).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await patch(id, '"7", "2"', "M3")).headers.get("etag")).toBe('"3"');
    expect(await patch(id, "*", "M4")).toMatchObject({ status: 200, body: { version: 4 } });
  });

  test("refuses it when it names others, and writes nothing", async () => {
    const { id } = await one({ name: "Unmatched" });
    for (const tags of ['"2"', 'W/"1"', '"abc"', '"2", "3"', '"01"', '""'])
      expect(await patch(id, tags, "Changed")).toMatchObject({ status: 412, body: { code: "precondition_failed" } });
    for (const tags of ["1", '"1', '"1" "2"', '"1",', "*, *"])
      expect(await patch(id, tags, "Changed")).toMatchObject({ status: 400, body: { code: "invalid_request" } });
    expect(await count("Changed")).toBe(0);
  });

  test("says what it should be when it is no version", async () => {
    const { id } = await one({ name: "Unversioned" });
    const { body } = await patch(id, '"Zx81-of-a-list"', "Changed");
    expect(body).toMatchObject({ detail: expect.stringContaining('`version` in double quotes, e.g. If-Match: "1"') });
    expect(body).not.toMatchObject({ detail: expect.stringContaining('"0"') });
  });
});

describe("an idempotency key", () => {
  test("gives the first answer again, byte by byte, and does nothing twice", async () => {
    const [first, second] = [await make("Once", "k1"), await make("Once", "k1")];
    expect(first).toMatchObject({ status: 201 });
    expect(second).toMatchObject({ status: 201, text: first.text });
    for (const name of ["etag", "location", "content-type"])
      expect(second.headers.get(name)).toBe(first.headers.get(name));
    expect([first, second].map(({ headers }) => headers.get("idempotent-replayed"))).toEqual([null, "true"]);
    expect(await count("Once")).toBe(1);
  });

  test("does not mind the order of fields, but every other difference", async () => {
    const headers = { "idempotency-key": "k2", "content-type": "application/json" };
    const post = (body: string) => server.api(token).send("POST", "/api/v1/toys", { headers, body });
    expect(await post('{"name":"Order","color":"RED"}')).toMatchObject({ status: 201 });
    expect(await post('{ "color": "RED", "name": "Order" }')).toMatchObject({ status: 201 });
    expect(await post('{"name":"Order","color":"BLUE"}')).toMatchObject({
      status: 422,
      body: { code: "idempotency_key_reused" },
    });
    expect(await count("Order")).toBe(1);
  });

  test("belongs to one API key, one method and one path", async () => {
    const { id } = await one({ name: "Elsewhere" });
    expect(await make("Scoped A", "k3")).toMatchObject({ status: 201 });
    expect(await make("Scoped B", "k3", {}, server.issue())).toMatchObject({ status: 201, body: { name: "Scoped B" } });
    const patched = await server
      .api(token)
      .patch(`/api/v1/toys/${id}`, { name: "Scoped C" }, { "idempotency-key": "k3" });
    expect(patched).toMatchObject({ status: 200, body: { name: "Scoped C" } });
  });

  test("replays a change without asking If-Match again, but If-Match is part of the request", async () => {
    const { id } = await one({ name: "Versioned" });
    const patch = (ifMatch: string) =>
      server.api(token).patch(`/api/v1/toys/${id}`, { name: "V2" }, { "idempotency-key": "k4", "if-match": ifMatch });
    expect(await patch('"1"')).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await patch('"1"')).toMatchObject({ status: 200, body: { version: 2 } });
    expect(await patch('"2"')).toMatchObject({ status: 422 });
  });

  test("of a request that failed is free: the next try runs anew", async () => {
    hooks.beforeSave = () => Promise.resolve(fail("conflict", "Not now."));
    expect(await make("Later", "k5")).toMatchObject({ status: 409 });
    hooks.beforeSave = () => Promise.reject(new Error("burst"));
    expect(await make("Later", "k5")).toMatchObject({ status: 500 });
    delete hooks.beforeSave;
    expect(await make("Later", "k5", { color: "BLUE" })).toMatchObject({ status: 201 });
    expect(await count("Later")).toBe(1);
  });

  test("of 50 parallel equal requests runs one", async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => make("Fifty", "k6")));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get("idempotent-replayed") === null)).toHaveLength(1);
    expect(await count("Fifty")).toBe(1);
  });

  test("survives a deadlock inside: the write is retried, and kept once", async () => {
    let tries = 0;
    hooks.beforeSave = (tx) => (++tries < 3 ? tx.run(raise, []).then(() => undefined) : undefined);
    expect(await make("Deadlocked", "k7")).toMatchObject({ status: 201 });
    expect(tries).toBe(3);
    expect(await count("Deadlocked")).toBe(1);
  });

  test("deadlocked time and again is a 503 that says when to come back, and is free for that", async () => {
    hooks.beforeSave = (tx) => tx.run(raise, []).then(() => undefined);
    for (const answer of [
      await make("Stuck", "k10"),
      await server.api(token).post("/api/v1/toys", { name: "Stuck", color: "RED" }),
    ]) {
      expect(answer).toMatchObject({ status: 503, body: { code: "unavailable", retryAfterSeconds: 2 } });
      expect(answer.headers.get("retry-after")).toBe("2");
    }
    delete hooks.beforeSave;
    expect(await make("Stuck", "k10")).toMatchObject({ status: 201 });
    expect(await count("Stuck")).toBe(1);
  });

  test.each(["", " ", "x".repeat(256), "käse", "a\tb"])("%j is refused", async (key) => {
    expect(await make("Bad key", key)).toMatchObject({ status: 400, body: { errors: [{ path: "Idempotency-Key" }] } });
  });

  test("may be used anew after 24 hours; the sweep deletes what is older, and only that", async () => {
    await make("Aged", "k8");
    await make("Young", "k9");
    await server.database.db.run(age, ["k8"]);
    expect(await make("Aged again", "k8")).toMatchObject({ status: 201, body: { name: "Aged again" } });
    await server.database.db.run(age, ["k8"]);
    expect(await sweepIdempotency(server.database.db)).toBe(1);
    expect(await sweepIdempotency(server.database.db)).toBe(0);
    expect((await make("Young", "k9")).headers.get("idempotent-replayed")).toBe("true");
  });
});

const raise = statement<never>("test.deadlock", "do $$ begin raise exception using errcode = '40P01'; end $$");
const age = statement<never>(
  "test.age",
  "update idempotency_records set created_at = now() - interval '24 hours 1 second' where idempotency_key = encode(sha256($1::bytea), 'hex')",
);
