import { startServer, type TestServer } from "@aviationalley/testing/server.ts";
import { until } from "@aviationalley/testing/until.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loggableError, loggableUrl } from "./request-log.ts";

const TOKEN = `aa_live_${"0f".repeat(16)}`;

describe("a logged URL", () => {
  test.each([
    ["/api/v1/bookings", "/api/v1/bookings"],
    ["/api/v1/bookings?limit=5&status=SCHEDULED,CANCELLED", "/api/v1/bookings?limit=5&status=SCHEDULED,CANCELLED"],
    ["/api/v1/bookings?search=moreno&limit=5", "/api/v1/bookings?search=…&limit=5"],
    ["/api/v1/bookings?%73earch=moreno", "/api/v1/bookings?%73earch=…"],
    ["/api/v1/bookings?search=a?b", "/api/v1/bookings?search=…"],
    [`/api/v1/bookings?token=${TOKEN}`, "/api/v1/bookings?…"],
    [`/api/v1/bookings?${TOKEN}`, "/api/v1/bookings?…"],
    [`/api/v1/bookings?a=${TOKEN.replace("aa_", "%61a%5F")}`, "/api/v1/bookings?…"],
    [`/api/v1/${TOKEN}/x`, "/api/v1/…/x"],
    ["/trpc/trainees.list?batch=1&input=%7B%22search%22%3A%22moreno%22%7D", "/trpc/trainees.list?batch=1&input=…"],
    [`/invitation?token=aai_${"0f".repeat(16)}`, "/invitation?…"],
    ["/docs/webhooks?secret=whsec_c2VjcmV0", "/docs/webhooks?…"],
    ["/api/v1/bookings?a=%zz", "/api/v1/bookings?…"],
    ["/api/v1/bookings?", "/api/v1/bookings?"],
  ])("%s is %s", (url, logged) => {
    expect(loggableUrl(url)).toBe(logged);
  });
});

test.each([
  ["/api/v1/dat-tests", "/api/v1/dat-tests"],
  ["/api/v1/dat-tests?reason=FOLLOW_UP&limit=5", "/api/v1/dat-tests?reason=…&limit=…"],
  ["/api/v1/dat-tests?FOLLOW_UP", "/api/v1/dat-tests?…"],
])("a logged URL of confidential rows shows no value: %s is %s", (url, logged) => {
  expect(loggableUrl(url, true)).toBe(logged);
});

describe("what is asked of confidential rows", () => {
  const noted: string[] = [];
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({}, (request) => void noted.push(request.path));
  });
  afterAll(() => server.close());

  test.each([
    ["GET", "/api/v1/dat-tests?crewMemberId=0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f60&reason=FOLLOW_UP&result=POSITIVE"],
    ["GET", "/api/v1/dat-tests?reason=FOLLOW_UP&result=none"],
    ["HEAD", "/api/v1/dat-tests?result=POSITIVE"],
    ["POST", "/api/v1/dat-tests?result=POSITIVE"],
    ["GET", "/api/v1/dat-tests/?reason=FOLLOW_UP"],
  ])("is neither in the log nor in a key's list of requests: %s %s", async (method, path) => {
    const before = server.log.length;
    await server.api(server.issue()).send(method, path);
    await until(() => server.log.length > before);
    const told = [...server.log.slice(before), ...noted].join("\n");
    expect(told).toContain("/api/v1/dat-tests");
    expect(told).not.toMatch(/FOLLOW_UP|POSITIVE|none|0197a3c2/);
  });

  test("is what other operations are asked, in full", async () => {
    await server.api(server.issue()).get("/api/v1/bookings?status=SCHEDULED");
    expect(noted.at(-1)).toBe("/api/v1/bookings?status=SCHEDULED");
    expect(server.log.at(-1)).toContain("/api/v1/bookings?status=SCHEDULED");
  });
});

test("a logged error says where, but not what the database quotes of rows", () => {
  const cause = Object.assign(new Error("duplicate key"), {
    code: "23505",
    detail: "Key (result)=(POSITIVE)",
    table: "t",
  });
  const logged = loggableError(new Error("outer", { cause }));
  expect(logged).toMatchObject({ message: "outer", cause: { message: "duplicate key", code: "23505", table: "t" } });
  expect(JSON.stringify(logged)).not.toContain("POSITIVE");
});
