/** A server of its own for Lighthouse to judge, in the sandbox of which an endpoint has deliveries to show. */
import { createServer } from "node:http";
import { startFreshServer } from "../smoke/fresh-server.mjs";
import { until } from "../smoke/process.mjs";

const said = (text, name) => new RegExp(`^ +${name} +(\\S+)`, "m").exec(text)?.[1];

/** Starts it as a newcomer would; answers its origin and what is printed once. */
export const startServer = async () => {
  const { origin, log, stop } = await startFreshServer("lighthouse", { WEBHOOK_ALLOW_CIDRS: "127.0.0.0/8" });
  try {
    const password = await until("the password is printed", () => said(log(), "password"));
    return { origin, email: said(log(), "owner"), password, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

const bodyOf = async (answer) => {
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
};

/** The cookie of a session, as a header says it. */
export const signIn = async ({ origin, email, password }) => {
  const answer = await fetch(`${origin}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ email, password }),
  });
  await bodyOf(answer);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
};

/** Calls the console's API in the sandbox. */
const caller = (origin, cookie) => async (procedure, input) => {
  const answer = await fetch(`${origin}/trpc/${procedure}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin, cookie, "x-aa-mode": "test" },
    body: JSON.stringify(input),
  });
  return (await bodyOf(answer)).result.data;
};

/** Ten test events that arrived; answers the endpoint's id. */
export const makeTraffic = async (origin, cookie) => {
  let arrived = 0;
  const receiver = createServer((request, response) => {
    request.resume().on("end", () => {
      arrived++;
      response.end("ok");
    });
  });
  await new Promise((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  try {
    const call = caller(origin, cookie);
    const url = `http://127.0.0.1:${receiver.address().port}/hook`;
    const { endpoint } = await call("webhooks.endpoints.create", { url, events: ["booking.*"] });
    for (let count = 0; count < 10; count++)
      await call("webhooks.endpoints.test", { id: endpoint.id, type: "booking.created" });
    await until("test events arrive", () => arrived >= 10);
    return endpoint.id;
  } finally {
    receiver.closeAllConnections();
    receiver.close();
  }
};
