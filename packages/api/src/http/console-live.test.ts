import type { CenterId } from "@aviationalley/db/client.ts";
import { openListener } from "@aviationalley/db/listen.ts";
import { testDatabase } from "@aviationalley/testing/database.ts";
import { newTwins, ok } from "@aviationalley/testing/factories.ts";
import { LOOPBACK_WORKER, newEndpoint } from "@aviationalley/testing/endpoints.ts";
import { until } from "@aviationalley/testing/until.ts";
import { makeThings } from "@aviationalley/testing/webhook-rig.ts";
import { openNotifier } from "@aviationalley/db/notify.ts";
import { statement } from "@aviationalley/db/client.ts";
import fastify from "fastify";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { invitationsOf } from "../compose/centers.ts";
import { newId } from "../lib/ids.ts";
import type { Role } from "../lib/roles.ts";
import { transaction } from "../lib/transaction.ts";
import { router } from "../lib/trpc.ts";
import { addMember } from "../modules/centers/commands/members.ts";
import { createAuth } from "../platform/accounts/auth.ts";
import { createAccount } from "../platform/accounts/create.ts";
import { openLiveChanges } from "../platform/webhooks/live.ts";
import { webhooksRouter } from "../platform/webhooks/router.ts";
import { holdServices } from "../platform/webhooks/services.ts";
import { connectWakeUps, tellChanged } from "../platform/webhooks/wake.ts";
import { consolePlugin } from "./console.ts";

const database = await testDatabase();
const { db, url } = database;
const operator = { actor: { kind: "operator" }, address: null } as const;
const PASSWORD = "correct horse battery";

const listener = await openListener({ url });
const notifier = openNotifier({ url });
const disconnect = connectWakeUps(notifier);
const live = openLiveChanges(db, listener, () => undefined);
const services = holdServices();
services.provide({ ...LOOPBACK_WORKER, live });
const policy = { types: [], confidential: [], confidants: [] };
const app = fastify();
let base = "";
let centerId: CenterId;

const newMember = async (email: string, of: CenterId, ...roles: Role[]): Promise<string> => {
  const { id } = ok(await createAccount(db, { name: "Jo", email, password: PASSWORD }));
  await transaction(db, of, (tx) => addMember(tx, operator, id, roles));
  return id;
};

beforeAll(async () => {
  ({ liveId: centerId } = await newTwins(db));
  await newMember("admin@example.com", centerId, "ADMIN");
  await newMember("viewer@example.com", centerId, "VIEWER");
  const publicUrl = "http://127.0.0.1";
  const originsOf = (request: Request) => [`http://${request.headers.get("host")}`];
  const secret = "0123456789abcdef0123456789abcdef";
  const auth = createAuth({ db, publicUrl, secret, signInsPerMinute: 1000, originsOf });
  const appRouter = router({ webhooks: webhooksRouter({ policy, sampleOf: () => undefined, services }) });
  app.register(consolePlugin({ db, router: appRouter, auth, publicUrl, invitations: invitationsOf(db) }));
  base = await app.listen({ port: 0, host: "127.0.0.1" });
});

const streams: Stream[] = [];
afterEach(() => {
  for (const stream of streams.splice(0)) stream.end();
});
afterAll(async () => {
  live.close();
  await app.close();
  disconnect();
  await Promise.all([listener.close(), notifier.close()]);
  await database.drop();
});

const post = (path: string, body: object, cookie = "") =>
  fetch(`${base}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: base, cookie },
    body: JSON.stringify(body),
  });

const signIn = async (email: string): Promise<string> => {
  const answer = await post("/api/auth/sign-in/email", { email, password: PASSWORD });
  return (answer.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
};

interface Stream {
  readonly text: string;
  readonly status: number;
  readonly ended: boolean;
  end(): void;
}

/** As a browser's EventSource asks: no headers but the cookie, the place within the address. */
const follow = async (cookie: string, place: object = { "x-aa-center": centerId }): Promise<Stream> => {
  const abort = new AbortController();
  const query = new URLSearchParams({ input: "{}", connectionParams: JSON.stringify(place) });
  const answer = await fetch(`${base}/trpc/webhooks.endpoints.live?${query.toString()}`, {
    headers: { cookie, accept: "text/event-stream" },
    signal: abort.signal,
  });
  const stream = { text: "", status: answer.status, ended: false, end: () => abort.abort() };
  streams.push(stream);
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) stream.text += decoder.decode(chunk, { stream: true });
  };
  void read()
    .catch(() => undefined)
    .finally(() => (stream.ended = true));
  return stream;
};

const opened = (stream: Stream) => until(() => stream.text.includes('"anything":true'));

test("a keeper of the center is told which endpoint changed, and of nobody else's", async () => {
  const { id } = await newEndpoint(db, centerId, { url: "https://hooks.example/" });
  const { liveId: others } = await newTwins(db);
  const foreign = await newEndpoint(db, others, { url: "https://hooks.example/" });
  const stream = await follow(await signIn("admin@example.com"));
  await opened(stream);
  tellChanged([foreign.id]);
  tellChanged([id]);
  await until(() => stream.text.includes(id));
  expect(stream.text).not.toContain(foreign.id);
});

test("a keeper is told of what nobody subscribes to, and of nobody else's", async () => {
  const { liveId, sandboxId } = await newTwins(db);
  await newMember("unmatched@example.com", liveId, "OWNER");
  const stream = await follow(await signIn("unmatched@example.com"), { "x-aa-center": liveId });
  const other = await follow(await signIn("unmatched@example.com"), { "x-aa-center": liveId, "x-aa-mode": "test" });
  await Promise.all([stream, other].map(opened));
  await makeThings(db, liveId);
  await until(() => stream.text.includes('"unmatched":true,"anything":false'));
  expect(other.text).not.toContain('"anything":false');
  await makeThings(db, sandboxId);
  await until(() => other.text.includes('"unmatched":true,"anything":false'));
});

test("a stream is refused without the role, the session or a seat in the center", async () => {
  const { liveId: others } = await newTwins(db);
  for (const stream of [
    await follow(await signIn("viewer@example.com")),
    await follow(""),
    await follow(await signIn("admin@example.com"), { "x-aa-center": others }),
    await follow(await signIn("admin@example.com"), { "x-aa-center": newId() }),
  ]) {
    await until(() => stream.ended || stream.text.includes("serialized-error"));
    expect(stream.text).not.toContain("endpointIds");
  }
});

const endSessions = statement<never>("test.end_sessions", "delete from sessions where user_id = $1");
const dropRoles = statement<never>("test.drop_roles", "update members set roles = '{VIEWER}' where user_id = $1");

test("a stream ends when its session does, or the role", async () => {
  const gone = await newMember("gone@example.com", centerId, "ADMIN");
  const demoted = await newMember("demoted@example.com", centerId, "ADMIN");
  const streams = [await follow(await signIn("gone@example.com")), await follow(await signIn("demoted@example.com"))];
  await Promise.all(streams.map(opened));
  await db.run(endSessions, [gone]);
  await db.run(dropRoles, [demoted]);
  await until(() => streams.every(({ text }) => text.includes("serialized-error")), 20_000);
}, 30_000);

test("streams end with the server's live changes, so that nothing holds it up", async () => {
  const stream = await follow(await signIn("admin@example.com"));
  await opened(stream);
  live.close();
  await until(() => stream.ended || stream.text.includes("return"));
});
