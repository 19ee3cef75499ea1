import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { appRouter } from "@aviationalley/api/root.ts";
import { scopesOf } from "@aviationalley/api/http/walk.ts";
import { findMembers } from "@aviationalley/api/modules/centers/queries/members.ts";
import { findPrincipal } from "@aviationalley/api/platform/api-keys/queries.ts";
import { tokenSha256 } from "@aviationalley/api/platform/api-keys/token.ts";
import { statement } from "@aviationalley/db/client.ts";
import { emptyDatabase, testDatabase } from "@aviationalley/testing/database.ts";
import { newEndpoint, RING_TEXT } from "@aviationalley/testing/endpoints.ts";
import { newTwins } from "@aviationalley/testing/factories.ts";
import { startReceiver } from "@aviationalley/testing/receiver.ts";
import { makeThings } from "@aviationalley/testing/webhook-rig.ts";
import { afterAll, expect, test } from "vitest";

const database = await testDatabase();
const { db } = database;
afterAll(() => database.drop());

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));

/** The real command line, as a process of its own. */
const aa = (args: readonly string[], environment: Record<string, string> = {}) =>
  new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const env = { DATABASE_URL: database.url, ...environment };
    const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
    let [out, err] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text) => (out += text));
    child.stderr.setEncoding("utf8").on("data", (text) => (err += text));
    child.on("close", (code) => resolve({ code, out, err }));
  });

const insertSession = statement<never>(
  "test.insert_session",
  `insert into sessions (id, user_id, token, expires_at)
   select gen_random_uuid(), id, 'token', now() + interval '1 day' from users where email = $1`,
);
const signIn = (email: string) => db.run(insertSession, [email]);

const credentialOf = statement<{ hash: string; sessions: number }>(
  "test.credential",
  `select a.password as hash, (select count(*)::int from sessions s where s.user_id = u.id) as sessions
     from users u join accounts a on a.user_id = u.id where u.email = $1`,
);

test("the operator makes a center, a person and keys, and standard output is what was asked for", async () => {
  expect(await aa(["key", "create", "--mode", "test", "--scopes", "*"])).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringMatching(/^There is no center yet\..*\n$/),
  });
  const center = await aa([
    "center",
    "create",
    "--name",
    "Cascade Flight",
    "--timezone",
    "America/Denver",
    "--empty-sandbox",
  ]);
  expect(center).toMatchObject({ code: 0, out: expect.stringMatching(/^[0-9a-f-]{36}\n$/), err: "" });
  const centerId = center.out.trim();

  const person = await aa(["user", "create", "--email", "Kim@Example.com", "--roles", "owner,der"]);
  expect(person).toMatchObject({ code: 0, out: expect.stringMatching(/^([a-z2-9]{5}-){3}[a-z2-9]{5}\n$/) });
  expect(await findMembers(db, centerId as never)).toMatchObject([
    { email: "kim@example.com", roles: ["OWNER", "DER"] },
  ]);

  const again = ["user", "create", "--email", "kim@example.com", "--roles", "admin"];
  expect(await aa(again)).toMatchObject({ code: 0, out: "", err: expect.stringContaining("is OWNER, DER, ADMIN of ") });
  expect(await aa([...again, "--password", "correct horse battery"])).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringMatching(/^aa user create: kim@example\.com has an account already; .*--reset-password only\n$/),
  });
  await signIn("kim@example.com");
  const before = await db.one(credentialOf, ["kim@example.com"]);
  const reset = await aa([...again, "--reset-password"]);
  expect(reset).toMatchObject({ code: 0, out: expect.stringMatching(/^([a-z2-9]{5}-){3}[a-z2-9]{5}\n$/) });
  const after = await db.one(credentialOf, ["kim@example.com"]);
  expect([before.sessions, after.sessions, after.hash === before.hash]).toEqual([1, 0, false]);

  const [scope = ""] = scopesOf(appRouter);
  const live = await aa([
    "key",
    "create",
    "--center",
    centerId,
    "--mode",
    "live",
    "--scopes",
    scope,
    "--expires",
    "90d",
  ]);
  expect(live).toEqual({ code: 0, out: expect.stringMatching(/^aa_live_[0-9a-f]{32}\n$/), err: "" });
  const sandbox = await aa(["key", "create", "--mode", "test", "--scopes", "*"]);
  expect(sandbox).toEqual({ code: 0, out: expect.stringMatching(/^aa_test_[0-9a-f]{32}\n$/), err: "" });

  const found = await findPrincipal(db, tokenSha256(live.out.trim()));
  expect(found).toMatchObject({ centerId, scopes: [scope] });
  expect(found?.expiresAt).toBeGreaterThan(Date.now() + 89 * 86_400_000);

  const list = await aa(["key", "list", "--center", "cascade flight"]);
  expect(list.out.trim().split("\n")).toEqual([
    expect.stringContaining(`aa_live_…${live.out.trim().slice(-4)}  until`),
    expect.stringContaining(`aa_test_…${sandbox.out.trim().slice(-4)}  active`),
  ]);
  expect((await aa(["key", "revoke", found?.id ?? ""])).code).toBe(0);
  expect(await findPrincipal(db, tokenSha256(live.out.trim()))).toMatchObject({ revokedAt: 0 });
}, 60_000);

test("what is wrong with a value is one line with the remedy", async () => {
  const lines = await Promise.all([
    aa(["key", "create", "--mode", "prod", "--scopes", "*"]),
    aa(["key", "create", "--mode", "test", "--scopes", "*", "--expires", "soon"]),
    aa(["user", "create", "--email", "x@example.com", "--roles", "PILOT"]),
    aa(["start", "--roles", "cook"]),
    aa(["key", "revoke", "12"]),
  ]);
  for (const { code, out, err } of lines) {
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^aa [a-z ]+: .*\n$/);
  }
}, 60_000);

test("an unknown scope is named with the ones that there are", async () => {
  const { code, err } = await aa(["key", "create", "--mode", "test", "--scopes", "bookings:reed"]);
  expect(code).toBe(1);
  expect(err).toMatch(/bookings:read,.*There is no scope "bookings:reed"\n$/);
}, 30_000);

test("a database that is away is one line, without its password", async () => {
  const { code, err } = await aa(["start"], { DATABASE_URL: "postgres://aa:s3cret@127.0.0.1:1/aa", PORT: "0" });
  expect(code).toBe(1);
  expect(err).toMatch(/^the database is unavailable: 127\.0\.0\.1:1\/aa: .*mend DATABASE_URL\.\n$/);
}, 30_000);

test("faulty settings are listed all at once", async () => {
  const { code, err } = await aa(["start"], { PORT: "eighty", LOG_LEVEL: "loud" });
  expect(code).toBe(1);
  expect(err.trim().split("\n")).toEqual([
    expect.stringContaining("PORT must be"),
    expect.stringContaining("LOG_LEVEL must be"),
  ]);
}, 30_000);

test("a start is ended by a signal, and the exit code says that it was clean", async () => {
  const env = { DATABASE_URL: database.url, PORT: "0", AUTH_SECRET: "0123456789abcdef0123456789abcdef" };
  const child = spawn(process.execPath, [MAIN, "start"], { env, stdio: ["ignore", "pipe", "ignore"] });
  let out = "";
  const ended = new Promise((resolve) => child.on("close", resolve));
  await new Promise<void>((resolve) => {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
      if (out.includes("ready in")) resolve();
    });
  });
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(out)?.[0] ?? "";
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect((await fetch(`${url}/trpc/centers.mine`)).status).toBe(401);
  expect((await fetch(`${url}/docs/api`)).status).toBe(200);
  child.kill("SIGINT");
  expect(await ended).toBe(0);
}, 60_000);

test("a backup, restored into an empty database, has every center, member and key again", async () => {
  const folder = await mkdtemp(join(tmpdir(), "aa-backup-"));
  const file = join(folder, "backup.gz");
  const fresh = await emptyDatabase();
  try {
    const before = await aa(["key", "list"]);
    expect(await aa(["backup", file])).toMatchObject({ code: 0, out: "" });
    expect(await aa(["backup", file])).toMatchObject({ code: 2, err: expect.stringContaining("exists already") });
    expect(await aa(["restore", file], { DATABASE_URL: fresh.url })).toMatchObject({ code: 0, out: "" });
    expect(await aa(["key", "list"], { DATABASE_URL: fresh.url })).toEqual(before);
    expect(await aa(["restore", file], { DATABASE_URL: fresh.url })).toMatchObject({ code: 1, out: "" });
  } finally {
    await fresh.drop();
    await rm(folder, { recursive: true });
  }
});

test("a sandbox's clock moves by days, and a reset brings it back", async () => {
  const day = 86_400_000;
  const moved = await aa(["sandbox", "advance", "--days", "10"]);
  expect(moved).toMatchObject({ code: 0, err: "" });
  expect(Math.abs(Date.parse(moved.out.trim()) - Date.now() - 10 * day)).toBeLessThan(day / 24);
  expect(await aa(["sandbox", "advance", "--days", "-1"])).toMatchObject({ code: 2, out: "" });
  expect(await aa(["sandbox", "advance", "--days", "9999"])).toMatchObject({
    code: 1,
    err: expect.stringContaining("at most ten years ahead"),
  });
  expect(await aa(["sandbox", "reset"])).toMatchObject({ code: 0, out: "", err: expect.stringContaining("first day") });
  const again = await aa(["sandbox", "advance", "--days", "1"]);
  expect(Math.abs(Date.parse(again.out.trim()) - Date.now() - day)).toBeLessThan(day / 24);
}, 60_000);

test("a tick does what a worker does, once, and says how much", async () => {
  const receiver = await startReceiver();
  const { sandboxId } = await newTwins(db);
  await newEndpoint(db, sandboxId, { url: receiver.url });
  await makeThings(db, sandboxId, 3);
  expect(await aa(["tick"], { SECRET_KEYS: RING_TEXT })).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^\d+ rows? moved on; 1 endpoint had deliveries due\.\n$/),
    err: "",
  });
  expect(receiver.received).toHaveLength(3);
  await receiver.close();
}, 60_000);
