import { DatabaseUnavailable } from "@aviationalley/db/client.ts";
import { testDatabase } from "@aviationalley/testing/database.ts";
import fastify from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { invitationsOf } from "../compose/centers.ts";
import { isFailure } from "../lib/errors.ts";
import { EVERYONE, type Role } from "../lib/roles.ts";
import { transaction } from "../lib/transaction.ts";
import { consoleProcedure, router } from "../lib/trpc.ts";
import { createLiveCenter } from "../modules/centers/commands/centers.ts";
import { addMember } from "../modules/centers/commands/members.ts";
import { centersRouter, membersRouter } from "../modules/centers/router.ts";
import { createAuth } from "../platform/accounts/auth.ts";
import { createAccount } from "../platform/accounts/create.ts";
import { apiKeysRouter } from "../platform/api-keys/router.ts";
import { auditRouter } from "../platform/audit/router.ts";
import { consolePlugin } from "./console.ts";

const database = await testDatabase();
const { db } = database;
const PASSWORD = "correct horse battery";
const operator = { actor: { kind: "operator" }, address: null } as const;
const errors: unknown[] = [];

const brokenRouter = router({
  secret: consoleProcedure(EVERYONE, "Fails with a secret")
    .input(z.strictObject({}))
    .returns(z.null())
    .query(() => Promise.reject(new Error("password=hunter2"))),
  away: consoleProcedure(EVERYONE, "Fails as without a database")
    .input(z.strictObject({}))
    .returns(z.null())
    .query(() => Promise.reject(new DatabaseUnavailable("10.0.0.5: hunter2"))),
});
const appRouter = router({
  centers: centersRouter,
  members: membersRouter,
  apiKeys: apiKeysRouter({ scopes: ["things:read"], ownersOnly: [], confidential: [] }),
  audit: auditRouter,
  broken: brokenRouter,
});

const app = fastify();
let base = "";
let cascade = { liveId: "", sandboxId: "" };
let harbor = { liveId: "", sandboxId: "" };

const newMember = async (email: string, liveId: string, ...roles: Role[]) => {
  const account = await createAccount(db, { name: email.split("@")[0] ?? "", email, password: PASSWORD });
  if (isFailure(account)) throw new Error(account.detail);
  await transaction(db, liveId as never, (tx) => addMember(tx, operator, account.id, roles)); // the id came from createLiveCenter
  return account;
};

beforeAll(async () => {
  cascade = await createLiveCenter(db, operator, { name: "Cascade Flight", timezone: "America/Denver" });
  harbor = await createLiveCenter(db, operator, { name: "Harbor Air", timezone: "UTC" });
  await newMember("owner@example.com", cascade.liveId, "OWNER");
  await newMember("admin@example.com", cascade.liveId, "ADMIN");
  await newMember("viewer@example.com", cascade.liveId, "VIEWER");
  const publicUrl = "http://127.0.0.1";
  const auth = createAuth({
    db,
    publicUrl,
    secret: "0123456789abcdef0123456789abcdef",
    signInsPerMinute: 1000,
    originsOf: (request) => [`http://${request.headers.get("host")}`],
  });
  const invitations = invitationsOf(db);
  const onError = (error: unknown) => void errors.push(error);
  app.register(consolePlugin({ db, router: appRouter, auth, publicUrl, invitations, onError }));
  base = await app.listen({ port: 0, host: "127.0.0.1" });
});

afterAll(async () => {
  await app.close();
  await database.drop();
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${base}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: base, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

const signIn = async (email: string): Promise<string> => {
  const answer = await post("/api/auth/sign-in/email", { email, password: PASSWORD });
  expect([answer.status, await answer.text()]).toEqual([200, expect.not.stringContaining('"token"')]);
  return (answer.headers.getSetCookie()[0] ?? "").split(";")[0] ?? "";
};

const bodyOf = (answer: Response): Promise<unknown> => answer.json();
const dataOf = async (answer: Response): Promise<unknown> =>
  z.object({ result: z.object({ data: z.unknown() }) }).parse(await answer.json()).result.data;
const failureOf = async (answer: Response): Promise<unknown> =>
  z.object({ error: z.object({ data: z.object({ failure: z.unknown() }) }) }).parse(await answer.json()).error.data
    .failure;
const tokenOf = async (answer: Response): Promise<string> =>
  z.object({ token: z.string() }).parse(await dataOf(answer)).token;

const query = (cookie: string, procedure: string, input: object = {}, headers: Record<string, string> = {}) =>
  fetch(`${base}/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`, {
    headers: { cookie, ...headers },
  });

const mutate = (cookie: string, procedure: string, input: object, headers: Record<string, string> = {}) =>
  post(`/trpc/${procedure}`, input, { cookie, ...headers });

test("a member signs in and sees the own centers with their sandboxes", async () => {
  const answer = await query(await signIn("viewer@example.com"), "centers.mine");
  expect(answer.headers.get("cache-control")).toBe("no-store");
  expect(await dataOf(answer)).toMatchObject([
    {
      center: { id: cascade.liveId, mode: "live" },
      sandbox: { id: cascade.sandboxId, mode: "test" },
      roles: ["VIEWER"],
    },
  ]);
});

test("a wrong password and an unknown address get the same answer", async () => {
  const wrong = await post("/api/auth/sign-in/email", { email: "owner@example.com", password: "wrong password" });
  const unknown = await post("/api/auth/sign-in/email", { email: "nobody@example.com", password: "wrong password" });
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(await wrong.text()).toBe(await unknown.text());
  expect(wrong.headers.getSetCookie()).toEqual([]);
});

test("without a session nothing is answered", async () => {
  for (const cookie of ["", "aa.session_token=forged.c2lnbmF0dXJl"]) {
    const answer = await query(cookie, "centers.mine");
    const data = { httpStatus: 401, code: "UNAUTHORIZED", failure: { code: "unauthenticated" } };
    expect(await bodyOf(answer)).toMatchObject({ error: { data } });
  }
});

test("a session ends with signing out", async () => {
  const cookie = await signIn("viewer@example.com");
  expect((await post("/api/auth/sign-out", {}, { cookie })).status).toBe(200);
  expect((await query(cookie, "centers.mine")).status).toBe(401);
});

test("signing in makes a new session: one that was planted before stays worthless", async () => {
  const planted = "aa.session_token=planted.c2lnbmF0dXJl";
  const answer = await post(
    "/api/auth/sign-in/email",
    { email: "viewer@example.com", password: PASSWORD },
    { cookie: planted },
  );
  expect(answer.headers.getSetCookie()[0]).not.toContain("planted");
  expect((await query(planted, "centers.mine")).status).toBe(401);
});

test("what another site makes a browser send is refused, whatever it changes", async () => {
  const cookie = await signIn("owner@example.com");
  const foreign = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ];
  for (const headers of foreign) {
    expect((await mutate(cookie, "centers.change", { name: "Stolen" }, headers)).status).toBe(403);
    expect((await post("/api/auth/sign-out", {}, { cookie, ...headers })).status).toBe(403);
  }
  const form = { cookie, "content-type": "text/plain" };
  expect((await post("/trpc/centers.change", '{"name":"Stolen"}', form)).status).toBe(415);
  expect((await query(cookie, "centers.change", { name: "Stolen" })).status).toBe(405);
  expect(await dataOf(await query(cookie, "centers.current"))).toMatchObject({ name: "Cascade Flight" });
});

test("a program without a browser says that it means it", async () => {
  const cookie = await signIn("owner@example.com");
  const send = (headers: Record<string, string>) =>
    fetch(`${base}/trpc/centers.change`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie, ...headers },
      body: JSON.stringify({ timezone: "America/Denver" }),
    });
  expect(await bodyOf(await send({}))).toMatchObject({ status: 403, title: "Not from the console's own pages" });
  expect((await send({ "x-aa-console": "1" })).status).toBe(200);
});

test("a role decides on each procedure", async () => {
  const viewer = await signIn("viewer@example.com");
  expect((await query(viewer, "centers.current")).status).toBe(200);
  const refused = await query(viewer, "apiKeys.list");
  expect(refused.status).toBe(403);
  expect(await failureOf(refused)).toMatchObject({ code: "insufficient_role" });
  expect((await mutate(viewer, "apiKeys.create", { name: "x", scopes: ["things:read"] })).status).toBe(403);
  const admin = await signIn("admin@example.com");
  expect((await mutate(admin, "apiKeys.create", { name: "x", scopes: ["things:read"] })).status).toBe(200);
  expect((await mutate(admin, "apiKeys.create", { name: "x", scopes: ["*"] })).status).toBe(403);
});

test("another center is not found, an invented one neither, and with the same body", async () => {
  const cookie = await signIn("owner@example.com");
  const answers = await Promise.all(
    [harbor.liveId, harbor.sandboxId, cascade.sandboxId, "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f60"].map((id) =>
      query(cookie, "centers.current", {}, { "x-aa-center": id }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
  expect((await query(cookie, "centers.current", {}, { "x-aa-center": "x' or 1=1" })).status).toBe(404);
});

test("the mode leads to the sandbox, with the roles of the live center", async () => {
  const cookie = await signIn("owner@example.com");
  const sandbox = await query(cookie, "centers.current", {}, { "x-aa-center": cascade.liveId, "x-aa-mode": "test" });
  expect(await dataOf(sandbox)).toMatchObject({ id: cascade.sandboxId, mode: "test" });
  const key = await mutate(
    cookie,
    "apiKeys.create",
    { name: "Sandbox", scopes: ["things:read"] },
    { "x-aa-mode": "test" },
  );
  expect(await tokenOf(key)).toMatch(/^aa_test_/);
  expect((await query(cookie, "centers.current", {}, { "x-aa-mode": "prod" })).status).toBe(400);
});

test("a faulty input names its fields", async () => {
  const answer = await mutate(await signIn("owner@example.com"), "centers.change", {
    timezone: "Mars/Olympus",
    colour: 1,
  });
  expect(answer.status).toBe(400);
  expect(await failureOf(answer)).toMatchObject({ code: "invalid_request", errors: [{ path: "timezone" }, {}] });
});

test("an unknown error says nothing of its cause; a lost database is 503", async () => {
  const cookie = await signIn("owner@example.com");
  const secret = await query(cookie, "broken.secret");
  const away = await query(cookie, "broken.away");
  expect([secret.status, away.status]).toEqual([500, 503]);
  expect(`${await secret.text()}${await away.text()}`).not.toMatch(/hunter2|stack/);
  await query("", "centers.mine");
  expect(errors.map(String)).toEqual(["Error: password=hunter2"]); // what is expected is nothing to wake people for
});

test("bodies and batches have a limit", async () => {
  const cookie = await signIn("owner@example.com");
  expect((await mutate(cookie, "centers.change", { name: "x".repeat(300_000) })).status).toBe(413);
  const batch = (size: number) => {
    const procedures = Array.from({ length: size }, () => "centers.current").join(",");
    const inputs = Object.fromEntries(Array.from({ length: size }, (_, index) => [index, {}]));
    return fetch(`${base}/trpc/${procedures}?batch=1&input=${JSON.stringify(inputs)}`, { headers: { cookie } });
  };
  expect((await batch(20)).status).toBe(200);
  expect((await batch(21)).status).toBe(400);
});

test("nobody signs up uninvited, and the library's other routes are shut", async () => {
  for (const path of ["/sign-up/email", "/request-password-reset", "/delete-user", "/change-email", "/set-password"])
    expect((await post(`/api/auth${path}`, { email: "new@example.com", password: PASSWORD, name: "New" })).status).toBe(
      404,
    );
});

test("an invited person makes an account with the link, once", async () => {
  const owner = await signIn("owner@example.com");
  const invited = await mutate(owner, "members.invite", { email: "New.Person@example.com", roles: ["DISPATCHER"] });
  const token = await tokenOf(invited);
  const about = await bodyOf(await post("/api/auth/invitation", { token }));
  expect(about).toEqual({ email: "new.person@example.com", centerName: "Cascade Flight", hasAccount: false });
  const accept = () => post("/api/auth/accept-invitation", { token, name: "New Person", password: PASSWORD });
  expect(await bodyOf(await accept())).toEqual({ centerId: cascade.liveId });
  expect((await accept()).status).toBe(404);
  const mine = await query(await signIn("new.person@example.com"), "centers.mine");
  expect(await dataOf(mine)).toMatchObject([{ center: { id: cascade.liveId }, roles: ["DISPATCHER"] }]);
});

test("an invitation of someone with an account needs that account's session", async () => {
  await newMember("guest@example.com", harbor.liveId, "VIEWER");
  const owner = await signIn("owner@example.com");
  const invited = await mutate(owner, "members.invite", { email: "guest@example.com", roles: ["INSTRUCTOR"] });
  const token = await tokenOf(invited);
  const thief = { token, name: "Thief", password: "another password" };
  expect((await post("/api/auth/accept-invitation", thief)).status).toBe(401);
  expect((await post("/api/auth/accept-invitation", thief, { cookie: owner })).status).toBe(409);
  const guest = await signIn("guest@example.com");
  expect((await post("/api/auth/accept-invitation", { token }, { cookie: guest })).status).toBe(200);
  expect(await dataOf(await query(guest, "centers.mine"))).toMatchObject([
    { roles: ["VIEWER"] },
    { roles: ["INSTRUCTOR"] },
  ]);
});

test("roles taken away are gone with the next request", async () => {
  const account = await newMember("leaver@example.com", cascade.liveId, "ADMIN");
  const leaver = await signIn("leaver@example.com");
  expect((await query(leaver, "audit.list")).status).toBe(200);
  const owner = await signIn("owner@example.com");
  await mutate(owner, "members.changeRoles", { userId: account.id, roles: ["VIEWER"] });
  expect((await query(leaver, "audit.list")).status).toBe(403);
  await mutate(owner, "members.remove", { userId: account.id });
  expect((await query(leaver, "centers.current")).status).toBe(404);
});
