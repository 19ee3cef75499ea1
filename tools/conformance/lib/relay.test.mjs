import { once } from "node:events";
import { createServer } from "node:http";
import { afterEach, expect, test } from "vitest";
import { openRelay } from "./relay.mjs";

const opened = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

const serve = async (answer) => {
  const server = createServer(answer).listen(0, "127.0.0.1");
  opened.push(server);
  await once(server, "listening");
  return `http://127.0.0.1:${server.address().port}`;
};

const textOf = async (request) => Buffer.concat(await request.toArray()).toString("utf8");

/** Says what reached it. */
const echo = async (request, response) => {
  const { method, url, headers } = request;
  response.writeHead(201, { "content-type": "text/plain", "x-host": headers.host ?? "", "x-mine": headers["x-mine"] });
  response.end(`${method} ${url} ${await textOf(request)}`);
};

/** A proxy that writes everything anew, as a validating one does, and finds fault with it; or keeps the call. */
const proxyTo = (upstream, { keeps = () => false } = {}) =>
  serve(async (request, response) => {
    const body = await textOf(request);
    if (keeps(request)) return void response.writeHead(500).end();
    const headers = { ...request.headers, "content-length": undefined, host: undefined };
    const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
    const path = request.url.toUpperCase();
    const answer = await fetch(`${upstream}${path}`, { method: request.method, headers: sent, body: body.trim() });
    response.writeHead(200, { "sl-violations": `found in ${request.url}` }).end(await answer.text());
  });

const open = async (wish = {}, keeps) => {
  const judged = [];
  const judge = ({ path }, { status }, violations) => void judged.push([path, status, violations]);
  const relay = await openRelay({ base: "/v1", isDeclared: () => true, judge, ...wish });
  opened.push(relay);
  relay.through(await proxyTo(relay.origin, { keeps }));
  return { relay, judged };
};

const call = async (relay, to) => {
  const headers = { "x-relay-to": to, "x-mine": "kept" };
  const answer = await fetch(`${relay.origin}/v1/a?b=%2C`, { method: "POST", headers, body: " as it is " });
  return { answer, text: await answer.text() };
};

test("the server gets what the caller wrote and the caller what the server answered, and the proxy is heard", async () => {
  const { relay, judged } = await open();
  const to = await serve(echo);
  const { answer, text } = await call(relay, to);
  expect([answer.status, text]).toEqual([201, "POST /v1/a?b=%2C  as it is "]);
  expect([answer.headers.get("x-host"), answer.headers.get("x-mine")]).toEqual([new URL(to).host, "kept"]);
  expect(answer.headers.has("sl-violations")).toBe(false);
  expect(judged).toEqual([["/v1/a?b=%2C", 201, "found in /a?b=%2C"]]);
  expect(relay.counts).toEqual({ judged: 1, direct: 0 });
});

test("what is not declared, and what the proxy keeps, reaches the server all the same and is judged by nobody", async () => {
  const to = await serve(echo);
  for (const { relay, judged } of [await open({ isDeclared: () => false }), await open({}, () => true)]) {
    expect(await call(relay, to)).toMatchObject({ answer: { status: 201 }, text: "POST /v1/a?b=%2C  as it is " });
    expect(judged).toEqual([]);
    expect(relay.counts).toEqual({ judged: 0, direct: 1 });
  }
});
