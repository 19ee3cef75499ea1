import { once } from "node:events";
import { connect } from "node:net";
import { openDatabase } from "@aviationalley/db/client.ts";
import { openProxy } from "@aviationalley/testing/proxy.ts";
import { startServer, type TestServer } from "@aviationalley/testing/server.ts";
import { createToyTable, type ToyHooks, toyRouter } from "@aviationalley/testing/toys.ts";
import type { FastifyPluginCallback } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "@aviationalley/testing/database.ts";
import { problem } from "./openapi/problem.ts";

let server: TestServer;
let token: string;

beforeAll(async () => {
  server = await startServer({
    router: toyRouter(),
    plugins: [
      (app, _options, done) => {
        app.get("/page", (_request, reply) => reply.type("text/html").send("<p>"));
        app.get("/files/*", (_request, reply) => reply.send("file"));
        done();
      },
    ],
  });
  await createToyTable(server.database);
  token = server.issue();
});
afterAll(() => server.close());

/** Bytes in, bytes out, until the server closes. */
const raw = async (text: string, origin = server.origin): Promise<string> => {
  const socket = connect(Number(new URL(origin).port), "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.on("error", () => undefined);
  socket.write(text);
  await once(socket, "close");
  return Buffer.concat(chunks).toString();
};
const problemIn = (answer: string) => problem.parse(JSON.parse(answer.split("\r\n\r\n")[1] ?? ""));

describe("a path or method that is not there", () => {
  test.each(["/nowhere", "/api/v1/nowhere", "/api/v1/toys/", "/API/v1/toys", "/api/v1/toys/1/2", "/api/v1//toys"])(
    "%s is a 404 problem",
    async (path) => {
      const { status, body, headers } = await server.api(token).get(path);
      expect(status).toBe(404);
      expect(problem.parse(body).code).toBe("not_found");
      expect(headers.get("content-type")).toBe("application/problem+json");
    },
  );

  test.each([
    ["DELETE", "/api/v1/toys", "GET, HEAD, POST"],
    ["PUT", "/api/v1/toys?x=1", "GET, HEAD, POST"],
    ["OPTIONS", "/api/v1/toys", "GET, HEAD, POST"],
    ["GET", "/api/v1/toys/1", "PATCH"],
    ["POST", "/api/v1/lies", "GET, HEAD"],
    ["POST", "/page", "GET, HEAD"],
    ["QUERY", "/api/v1/toys", "GET, HEAD, POST"],
    ["PROPFIND", "/api/v1/toys", "GET, HEAD, POST"],
  ])("%s %s is a 405 with Allow: %s", async (method, path, allow) => {
    const { status, body, headers } = await server.api().send(method, path);
    expect({ status, body }).toMatchObject({ status: 405, body: { code: "method_not_allowed" } });
    expect(headers.get("allow")).toBe(allow);
  });

  test.each([
    ["/api/v1/toy", "/api/v1/toys"],
    ["/toys?limit=1", "/api/v1/toys"],
    ["/API/v1/toys/", "/api/v1/toys"],
    ["/api/v1/tosy/7", "/api/v1/toys/{id}"],
  ])("%s leads to %s", async (path, meant) => {
    const body = problem.parse((await server.api().get(path)).body);
    expect(body.title).toBe("No such path");
    expect(body.detail).toContain(`Did you mean \`${meant}\`?`);
  });

  test("what is like nothing gets no suggestion", async () => {
    expect(problem.parse((await server.api().get("/wp-login.php")).body).detail).not.toContain("Did you mean");
  });

  test("a catch-all of a plugin does not make every path exist", async () => {
    expect((await server.api().send("POST", "/files/x")).status).toBe(404);
  });

  test.each(["/api/v1/toys/%zz", "/api/v1/toys/%ff"])("%s is a 400 problem with a request id", async (path) => {
    const answer = await raw(`PATCH ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 .*x-request-id: /s);
    expect(problemIn(answer).code).toBe("invalid_request");
  });
});

describe("a request id", () => {
  test("is made where none came, kept where a sane one came, and stands in header, body and log", async () => {
    const { headers, body } = await server.api().get("/api/v1/toys");
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(problem.parse(body).requestId).toBe(headers.get("x-request-id"));
    const own = await server.api(token).get("/api/v1/toys?limit=7", { "x-request-id": "mine_1.2-3" });
    expect(own.headers.get("x-request-id")).toBe("mine_1.2-3");
    const [line] = server.log.filter((one) => one.includes("mine_1.2-3"));
    expect(JSON.parse(line ?? "")).toMatchObject({
      method: "GET",
      route: "/api/v1/toys",
      path: "/api/v1/toys?limit=7",
      status: 200,
      ms: expect.any(Number),
      keyId: expect.any(String),
    });
  });

  test.each(["two words", "x".repeat(129), "a;b", "", `aa_live_${"0".repeat(32)}`])(
    "%j is not taken over",
    async (id) => {
      const { headers } = await server.api(token).get("/api/v1/toys", { "x-request-id": id });
      expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    },
  );
});

describe("bytes that are no request", () => {
  test.each([
    ["nonsense", "NONSENSE\r\n\r\n"],
    ["a header without a colon", "GET / HTTP/1.1\r\nHost x\r\n\r\n"],
    ["two lengths", "POST /api/v1/toys HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx"],
    ["headers without end", `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${"x".repeat(20_000)}\r\n\r\n`],
    ["a URL without end", `GET /${"x".repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`],
    ["no Host", "GET /api/v1/toys HTTP/1.1\r\n\r\n"],
    ["two Hosts", "GET /healthz HTTP/1.1\r\nHost: x\r\nhost: x\r\n\r\n"],
    ["two tokens", "GET /api/v1/toys HTTP/1.1\r\nHost: x\r\nAuthorization: a\r\nauthorization: b\r\n\r\n"],
    ["two types", "POST /api/v1/toys HTTP/1.1\r\nHost: x\r\nContent-Type: a\r\nContent-Type: a\r\n\r\n"],
    ["two keys", "POST /api/v1/toys HTTP/1.1\r\nHost: x\r\nIdempotency-Key: a\r\nIdempotency-Key: a\r\n\r\n"],
    ["two Hosts in HTTP/1.0", "GET /healthz HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n"],
  ])("%s gets a problem and a closed connection", async (_, bytes) => {
    const answer = await raw(bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer.toLowerCase()).toContain("content-type: application/problem+json");
    expect(problemIn(answer).code).toBe("invalid_request");
  });

  test("HTTP/1.0 needs no Host", async () => {
    expect(await raw("GET /healthz HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("an unknown expectation is not what a request fails for", async () => {
    const answer = await raw(`GET /healthz HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  });
});

describe("headers for safety", () => {
  test("API answers are not sniffed, not stored by others, and readable from no other site", async () => {
    const { headers } = await server.api(token).get("/api/v1/toys", { origin: "https://evil.example" });
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("cache-control")).toBe("private, no-cache");
    expect([...headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
    const refused = await server.api().get("/api/v1/toys");
    expect(refused.headers.get("cache-control")).toBe("no-store");
    expect(refused.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("pages of plugins are framed by nobody and load nothing from elsewhere", async () => {
    const { headers } = await server.api().get("/page");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("content-security-policy")).not.toContain("upgrade-insecure-requests");
    expect(headers.get("strict-transport-security")).toMatch(/^max-age=/);
  });
});

describe("a database that goes away", () => {
  test("is a 503 with Retry-After for reads, writes and readiness, until it is back", async () => {
    const database = await testDatabase();
    const proxy = await openProxy(Number(new URL(database.url).port));
    const url = new URL(database.url);
    url.port = String(proxy.port);
    const db = openDatabase({ url: url.href });
    const cut = await startServer({ router: toyRouter(), db });
    try {
      const [key, api] = [cut.issue(), cut.api()];
      expect((await api.get("/readyz")).status).toBe(200);
      await proxy.close();
      for (const answer of [
        await api.get("/readyz"),
        await cut.api(key).get("/api/v1/toys"),
        await cut.api(key).post("/api/v1/toys", { name: "a", color: "RED" }),
        await cut.api(key).post("/api/v1/toys", { name: "a", color: "RED" }, { "idempotency-key": "k" }),
      ]) {
        expect(answer).toMatchObject({ status: 503, body: { code: "unavailable", retryAfterSeconds: 2 } });
        expect(answer.headers.get("retry-after")).toBe("2");
        expect(answer.text).not.toMatch(/ECONN|postgres|127\.0/);
      }
      expect((await api.get("/healthz")).status).toBe(200);
    } finally {
      await cut.close();
      await db.close();
      await database.drop();
    }
  });
});

test("whoever leaves in the middle of a body is no error in the log", async () => {
  const left = await startServer({ router: toyRouter() });
  const socket = connect(Number(new URL(left.origin).port), "127.0.0.1");
  socket.write(
    `POST /api/v1/toys HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${left.issue()}\r\n` +
      "Content-Type: application/json\r\nContent-Length: 99\r\nExpect: 100-continue\r\n\r\n{",
  );
  await once(socket, "data"); // 100 Continue: the server reads the body
  socket.destroy();
  await left.close(); // when every connection has ended
  expect(left.log.filter((line) => line.includes('"level":50'))).toEqual([]);
});

describe("whoever sends a byte now and then", () => {
  const DRIP_MS = 20;
  /** Sends the beginning, then a byte every few milliseconds, until it is cut off; gives what was answered. */
  const drip = async (origin: string, beginning: string): Promise<string> => {
    const socket = connect(Number(new URL(origin).port), "127.0.0.1");
    const chunks: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", () => undefined);
    socket.write(beginning);
    const timer = setInterval(() => socket.write("x"), DRIP_MS);
    await once(socket, "close");
    clearInterval(timer);
    return Buffer.concat(chunks).toString();
  };

  test("as headers or as a body is told that it is too late, and cut off; others are served meanwhile", async () => {
    const slow = await startServer({ router: toyRouter(), arrival: { headers: 300, request: 600, check: 50 } });
    const head = `POST /api/v1/toys HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${slow.issue()}\r\n`;
    const answers = Promise.all([
      drip(slow.origin, "GET /heal"),
      drip(slow.origin, `${head}X-Slow: `),
      drip(slow.origin, `${head}Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n`),
      drip(slow.origin, "POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n"),
    ]);
    expect((await slow.api().get("/healthz")).status).toBe(200);
    const [line, header, body, nowhere] = await answers;
    for (const answer of [line, header, body]) {
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(problemIn(answer ?? "").detail).toContain("did not arrive in time");
    }
    expect(nowhere).toMatch(/^HTTP\/1\.1 404 /);
    await slow.close();
  });
});

describe("closing", () => {
  test("lets the request that runs finish, and takes no more", async () => {
    const hooks: ToyHooks = {};
    const reached = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    hooks.beforeSave = async () => {
      reached.resolve();
      await release.promise;
      return undefined;
    };
    const closing = await startServer({ router: toyRouter(hooks) });
    await createToyTable(closing.database);
    const running = closing.api(closing.issue()).post("/api/v1/toys", { name: "Last", color: "RED" });
    await reached.promise;
    const closed = closing.close();
    release.resolve();
    expect(await running).toMatchObject({ status: 201 });
    await closed;
    await expect(closing.api().get("/healthz")).rejects.toThrow();
  });

  test("cuts callers off who neither send the rest of a body nor read their answers", async () => {
    const large: FastifyPluginCallback = (app, _options, done) => {
      app.get("/large", (_request, reply) => reply.send("x".repeat(20_000_000)));
      done();
    };
    const closing = await startServer({ router: toyRouter(), plugins: [large], closeWithin: 100 });
    const unread = connect(Number(new URL(closing.origin).port), "127.0.0.1");
    unread.on("error", () => undefined);
    unread.write("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    await once(unread, "readable");
    const half = raw(
      `POST /api/v1/toys HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${closing.issue()}\r\n` +
        "Content-Type: application/json\r\nContent-Length: 99\r\n\r\n{",
      closing.origin,
    );
    await closing.api().get("/healthz");
    await closing.close();
    expect(await half).toBe("");
    unread.destroy();
  });
});
