import { startServer, type TestServer } from "@aviationalley/testing/server.ts";
import { createToyTable, toyRouter } from "@aviationalley/testing/toys.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { limitHeader, policyHeader, tokenBuckets } from "./rate-limit.ts";

describe("a bucket", () => {
  test("allows its burst at once, then its rate, and says how long to wait", () => {
    let now = 0;
    const buckets = tokenBuckets({ perSecond: 2, burst: 3 }, () => now);
    expect([0, 1, 2].map(() => buckets.take("a").wait)).toEqual([0, 0, 0]);
    expect(buckets.take("a")).toEqual({ remaining: 0, full: 2, wait: 1 });
    expect(buckets.take("b")).toMatchObject({ remaining: 2, wait: 0 });
    now = 500;
    expect(buckets.take("a")).toMatchObject({ remaining: 0, wait: 0 });
    now = 60_000;
    expect(buckets.take("a")).toEqual({ remaining: 2, full: 1, wait: 0 });
  });

  test("never gives more than burst + rate × time, whatever the rhythm", () => {
    let now = 0;
    const buckets = tokenBuckets({ perSecond: 7, burst: 5 }, () => now);
    let allowed = 0;
    for (let call = 0; call < 2000; call++) {
      now += (call * 7919) % 40;
      if (buckets.take("a").wait === 0) allowed++;
    }
    expect(allowed).toBeLessThanOrEqual(5 + (7 * now) / 1000);
    expect(allowed).toBeGreaterThanOrEqual(Math.floor((7 * now) / 1000) - 1);
  });

  test("is written as the draft's structured fields", () => {
    expect(policyHeader({ perSecond: 100, burst: 200 })).toBe('"default";q=200;w=2');
    expect(limitHeader({ remaining: 199, full: 1, wait: 0 })).toBe('"default";r=199;t=1');
  });
});

describe("over HTTP", () => {
  let server: TestServer;
  beforeAll(async () => {
    const settings = { rateLimitPerSecond: 1, rateLimitBurst: 3, trustedProxies: undefined };
    server = await startServer({ router: toyRouter(), settings });
    await createToyTable(server.database);
  });
  afterAll(() => server.close());

  test("every answer to a known key tells its allowance; one too many is a 429 with Retry-After; keys do not share", async () => {
    const token = server.issue();
    const first = await server.api(token).get("/api/v1/toys?limit=0");
    expect(first.status).toBe(400);
    expect(first.headers.get("ratelimit-policy")).toBe('"default";q=3;w=3');
    expect(first.headers.get("ratelimit")).toBe('"default";r=2;t=1');
    const rest = await Promise.all(Array.from({ length: 4 }, () => server.api(token).get("/api/v1/toys")));
    expect(rest.filter(({ status }) => status === 200)).toHaveLength(2);
    const refused = rest.find(({ status }) => status === 429);
    expect(refused?.headers.get("retry-after")).toBe("1");
    expect(refused?.headers.get("ratelimit")).toMatch(/^"default";r=0;t=\d$/);
    expect(refused?.body).toMatchObject({ code: "rate_limited", retryAfterSeconds: 1 });
    expect((await server.api(server.issue()).get("/api/v1/toys")).status).toBe(200);
  });

  test("guessing tokens from one address ends in 429, and holds up nobody who has one", async () => {
    const guesses = await Promise.all(
      Array.from({ length: 450 }, () => server.api(`aa_live_${"0".repeat(32)}`).get("/api/v1/toys")),
    );
    const statuses = new Set(guesses.map(({ status }) => status));
    expect(statuses).toEqual(new Set([401, 429]));
    expect((await server.api(server.issue()).get("/api/v1/toys")).status).toBe(200);
  });
});
