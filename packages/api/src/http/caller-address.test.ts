import { startServer } from "@aviationalley/testing/server.ts";
import { toyRouter } from "@aviationalley/testing/toys.ts";
import type { FastifyPluginCallback } from "fastify";
import { expect, test } from "vitest";

const tellAddress: FastifyPluginCallback = (app, _options, done) => {
  app.get("/address", ({ ip }, reply) => reply.send({ ip }));
  done();
};

/** Whom the server takes for the caller of a request that came through two proxies, or claims to have. */
const addressWith = async (trustedProxies: string[] | undefined): Promise<unknown> => {
  const settings = { rateLimitPerSecond: 100, rateLimitBurst: 100, trustedProxies };
  const server = await startServer({ router: toyRouter(), settings, plugins: [tellAddress] });
  const { body } = await server.api().get("/address", { "x-forwarded-for": "198.51.100.1, 203.0.113.9" });
  await server.close();
  return body;
};

test("a caller's address is the connection's, whatever a header says", async () => {
  expect(await addressWith(undefined)).toEqual({ ip: "127.0.0.1" });
  expect(await addressWith(["10.0.0.0/8"])).toEqual({ ip: "127.0.0.1" });
});

test("behind a trusted proxy it is what that proxy saw, not what its caller claimed", async () => {
  expect(await addressWith(["127.0.0.1"])).toEqual({ ip: "203.0.113.9" });
});
