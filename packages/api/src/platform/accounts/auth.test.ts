import { testDatabase } from "@aviationalley/testing/database.ts";
import { afterAll, expect, test } from "vitest";
import { ADDRESS_HEADER, createAuth } from "./auth.ts";
import { createAccount } from "./create.ts";
import { generatePassword, refusePassword } from "./password.ts";

const database = await testDatabase();
const { db } = database;
afterAll(() => database.drop());

const password = generatePassword();
const publicUrl = "http://127.0.0.1:3000";
const auth = createAuth({ db, publicUrl, secret: "0123456789abcdef0123456789abcdef" });
await createAccount(db, { name: "Kim Okafor", email: "kim@example.com", password });

const call = (path: string, body?: object, headers: Record<string, string> = {}) =>
  auth.handler(
    new Request(`${publicUrl}/api/auth${path}`, {
      method: body ? "POST" : "GET",
      headers: { ...(body ? { "content-type": "application/json" } : {}), [ADDRESS_HEADER]: "192.0.2.1", ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }),
  );

test("a generated password is long enough, and never the same", () => {
  expect(refusePassword(password)).toBeUndefined();
  expect(password).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
  expect(generatePassword()).not.toBe(password);
});

test("signing in sets a cookie that scripts cannot read, and which answers who one is", async () => {
  const signedIn = await call("/sign-in/email", { email: "Kim@Example.com", password });
  const cookie = signedIn.headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(/^aa\.session_token=.*HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
  const session = await auth.api.getSession({ headers: new Headers({ cookie: cookie.split(";")[0] ?? "" }) });
  expect(session?.user).toMatchObject({ name: "Kim Okafor", email: "kim@example.com" });
  expect(session?.session.expiresAt.getTime()).toBeGreaterThan(Date.now());
});

test("a changed cookie is nobody's", async () => {
  const signedIn = await call("/sign-in/email", { email: "kim@example.com", password });
  const cookie = (signedIn.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const forged = cookie.replace(/=./, (start) => (start === "=a" ? "=b" : "=a"));
  expect(await auth.api.getSession({ headers: new Headers({ cookie: forged }) })).toBeNull();
});

test("an address has one account, whatever the case", async () => {
  expect(await createAccount(db, { name: "Other", email: "KIM@example.com", password })).toMatchObject({
    code: "conflict",
  });
});

test("a short password is refused", async () => {
  expect(await createAccount(db, { name: "Lee", email: "lee@example.com", password: "elevenchars" })).toMatchObject({
    code: "invalid_request",
    facts: { errors: [{ path: "password" }] },
  });
});

test("cookies are secure where the public address is", async () => {
  const secure = createAuth({ db, publicUrl: "https://api.example.com", secret: "0123456789abcdef0123456789abcdef" });
  const answer = await secure.handler(
    new Request("https://api.example.com/api/auth/sign-in/email", {
      method: "POST",
      headers: { "content-type": "application/json", [ADDRESS_HEADER]: "192.0.2.2" },
      body: JSON.stringify({ email: "kim@example.com", password }),
    }),
  );
  expect(answer.headers.get("set-cookie")).toMatch(/^__Secure-aa\.session_token=.*; Secure/);
});

const SECRET = "0123456789abcdef0123456789abcdef";
const guess = async (address: string, as: string, of = auth): Promise<number> =>
  (
    await of.handler(
      new Request(`${publicUrl}/api/auth/sign-in/email`, {
        method: "POST",
        headers: { "content-type": "application/json", [ADDRESS_HEADER]: address },
        body: JSON.stringify({ email: "kim@example.com", password: as }),
      }),
    )
  ).status;

test("after ten guesses in a minute an address gets no further, not by another node either; others do", async () => {
  const otherNode = createAuth({ db, publicUrl, secret: SECRET });
  for (let n = 0; n < 10; n++) expect(await guess("192.0.2.9", "wrong password", n % 2 ? otherNode : auth)).toBe(401);
  expect(await guess("192.0.2.9", password)).toBe(429);
  expect(await guess("192.0.2.9", password, otherNode)).toBe(429);
  expect(await guess("192.0.2.10", password)).toBe(200);
});

test("guesses made at once count as many", async () => {
  const statuses = await Promise.all(Array.from({ length: 40 }, () => guess("192.0.2.11", "wrong password")));
  expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(10);
  expect(new Set(statuses)).toEqual(new Set([401, 429]));
});

test("who holds one IPv6 address holds its network: it is one guesser", async () => {
  for (let n = 0; n < 10; n++) expect(await guess(`2001:db8:1:2::${n + 1}`, "wrong password")).toBe(401);
  expect(await guess("2001:db8:1:2:ffff::1", "wrong password")).toBe(429);
  expect(await guess("2001:db8:1:3::1", password)).toBe(200);
});
