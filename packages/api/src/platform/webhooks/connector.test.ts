import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { Agent, request } from "undici";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { CERTIFICATE, CERTIFICATE_KEY } from "@aviationalley/testing/certificate.ts";
import { type NameServer, startNameServer } from "@aviationalley/testing/name-server.ts";
import { ForbiddenDestination, guardedConnector } from "./connector.ts";
import { destinationJudge, isForbidden, resolveDestination, type DestinationPolicy } from "./destination.ts";
import { openResolver, Unresolvable } from "./resolve.ts";

let names: NameServer;
let receiver: Server;
let port: number;
let received = 0;

beforeAll(async () => {
  names = await startNameServer();
  receiver = createServer((_, response) => {
    received++;
    response.end("hello");
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");
  port = (receiver.address() as AddressInfo).port; // a TCP server has one
});

afterAll(() => {
  names.close();
  receiver.close();
});

const SANDBOX: DestinationPolicy = { mode: "test", allow: ["127.0.0.0/8", "::1/128"] };

const judgeOf = (keepMs = 0) => destinationJudge(openResolver({ servers: [names.address], keepMs }));

const get = async (url: string, policy: DestinationPolicy, judge = judgeOf(), trust: { ca?: string } = {}) => {
  const agent = new Agent({ connect: guardedConnector({ judge, policy, timeoutMs: 2_000, ...trust }) });
  try {
    const { body } = await request(url, { dispatcher: agent });
    return await body.text();
  } finally {
    await agent.destroy();
  }
};

test("a literal and a name reach the address that was judged", async () => {
  names.set("hooks.example", ["127.0.0.1"]);
  for (const host of ["127.0.0.1", "2130706433", "hooks.example", "localhost"])
    expect(await get(`http://${host}:${port}/`, SANDBOX)).toBe("hello");
});

test("a name that is public when it is subscribed and local when it is delivered to is refused", async () => {
  names.set("rebinds.example", ["93.184.216.34"]);
  const live: DestinationPolicy = { mode: "live", allow: [] };
  const url = `https://rebinds.example:${port}/`;
  expect(isForbidden(await resolveDestination(url, live, judgeOf()))).toBe(false);
  names.set("rebinds.example", ["127.0.0.1"]);
  const before = received;
  await expect(get(url, live)).rejects.toThrow(ForbiddenDestination);
  expect(received).toBe(before);
});

test("one forbidden address among good ones refuses the name", async () => {
  names.set("mixed.example", ["127.0.0.1", "10.0.0.1"]);
  await expect(get(`http://mixed.example:${port}/`, SANDBOX)).rejects.toThrow(/10\.0\.0\.1/);
  names.set("mixed6.example", ["127.0.0.1", "fd00::1"]);
  await expect(get(`http://mixed6.example:${port}/`, SANDBOX)).rejects.toThrow(/fd00::1/);
});

test("a second answer between judging and connecting has nobody to deceive", async () => {
  names.set("flips.example", ["127.0.0.1"]);
  const before = names.asked("flips.example");
  expect(await get(`http://flips.example:${port}/`, SANDBOX)).toBe("hello");
  expect(names.asked("flips.example")).toBe(before + 1);
});

test("the next address is tried where the first does not answer", async () => {
  names.set("two.example", ["127.0.0.2", "127.0.0.1"]);
  expect(await get(`http://two.example:${port}/`, SANDBOX)).toBe("hello");
});

test("proxy variables are not read", async () => {
  for (const name of ["HTTP_PROXY", "http_proxy"]) vi.stubEnv(name, "http://127.0.0.1:9");
  expect(await get(`http://127.0.0.1:${port}/`, SANDBOX)).toBe("hello");
  vi.unstubAllEnvs();
});

test("answers are kept for a moment, and asked for once by many at a time", async () => {
  names.set("kept.example", ["127.0.0.1"]);
  const judge = judgeOf(60_000);
  await Promise.all(Array.from({ length: 20 }, () => get(`http://kept.example:${port}/`, SANDBOX, judge)));
  expect(names.asked("kept.example")).toBe(1);
});

test("a name that does not exist is an error that says so; a name server that is dead costs its time-out only", async () => {
  await expect(get(`http://nowhere.example:${port}/`, SANDBOX)).rejects.toThrow(
    /nowhere\.example does not resolve: the name does not exist/,
  );
  const dead = await startNameServer();
  dead.mute();
  const resolve = openResolver({ servers: [dead.address] });
  const began = performance.now();
  await expect(resolve("slow.example")).rejects.toThrow(Unresolvable);
  expect(performance.now() - began).toBeLessThan(5_000);
  dead.close();
});

test("a certificate that nobody vouches for, or of another name, is refused before anything is sent", async () => {
  let asked = 0;
  const tls = createTlsServer({ cert: CERTIFICATE, key: CERTIFICATE_KEY }, (_, response) => {
    asked++;
    response.end("hello");
  }).listen(0, "127.0.0.1");
  await once(tls, "listening");
  const { port: tlsPort } = tls.address() as AddressInfo; // a TCP server has one
  for (const name of ["hooks.example", "other.example"]) names.set(name, ["127.0.0.1"]);
  const trust = { ca: CERTIFICATE };
  await expect(get(`https://hooks.example:${tlsPort}/`, SANDBOX)).rejects.toThrow(/self-signed/);
  await expect(get(`https://other.example:${tlsPort}/`, SANDBOX, judgeOf(), trust)).rejects.toThrow(/altnames/);
  expect(asked).toBe(0);
  expect(await get(`https://hooks.example:${tlsPort}/`, SANDBOX, judgeOf(), trust)).toBe("hello");
  tls.close();
});
