import { once } from "node:events";
import { createServer, request as ask } from "node:http";

/** Where a caller wants to go, and which of the calls it is when it comes back through the validating proxy. */
const TO = "x-relay-to";
const CALL = "x-relay-call";

/** Said between two neighbours only: each writes its own. */
const OF_CONNECTION = ["connection", "keep-alive", "transfer-encoding"];
const OF_CALLER = [...OF_CONNECTION, TO, CALL, "host", "content-length"];

/**
 * Shows calls to a validating proxy without the caller's noticing. The proxy is asked first; what it sends upstream
 * comes back here, and goes out as the caller wrote it. The proxy judges the answer; the caller gets it untouched:
 *
 *     caller → relay → proxy → relay → server
 *
 * `judge(call, answer, violations)` hears of every call that went through the proxy. What `isDeclared(call)`
 * does not know, and what the proxy does not send on, goes straight to the server and is counted as `direct`. The proxy
 * knows paths without `base`.
 */
export const openRelay = async ({ base, isDeclared, judge }) => {
  const calls = new Map();
  const counts = { judged: 0, direct: 0 };
  let proxy;

  const pass = async (call) => {
    if (isDeclared(call)) {
      const id = crypto.randomUUID();
      calls.set(id, call);
      const path = call.path.slice(base.length);
      const { headers } = await send({ ...call, origin: proxy, path, headers: { ...call.headers, [CALL]: id } });
      calls.delete(id);
      if (call.answer) {
        counts.judged += 1;
        judge(call, call.answer, headers["sl-violations"]);
        return call.answer;
      }
    }
    counts.direct += 1;
    return send(call);
  };

  const take = async ({ method, url: path, headers }, body) => {
    const returning = calls.get(headers[CALL]);
    if (!returning) return pass({ method, path, headers: without(OF_CALLER, headers), body, origin: headers[TO] });
    returning.answer = await send(returning);
    return returning.answer;
  };

  const server = createServer((request, response) => {
    bytesOf(request)
      .then((body) => take(request, body))
      .then(({ status, headers, body }) => response.writeHead(status, without(OF_CONNECTION, headers)).end(body))
      .catch((error) => response.destroy(error));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");

  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    counts,
    /** From now on this proxy judges; its upstream is the relay. */
    through: (origin) => void (proxy = origin),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
};

const without = (names, headers) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));

const bytesOf = async (stream) => {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
};

const send = async ({ origin, method, path, headers, body }) => {
  const { hostname, port } = new URL(origin);
  const length = body.length > 0 ? { "content-length": body.length } : {};
  const request = ask({ hostname, port, method, path, headers: { ...headers, ...length } });
  request.end(body);
  const [answer] = await once(request, "response");
  return { status: answer.statusCode, headers: answer.headers, body: await bytesOf(answer) };
};
