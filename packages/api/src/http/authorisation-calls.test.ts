import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { testDatabase } from "@aviationalley/testing/database.ts";
import { newTwins, ok } from "@aviationalley/testing/factories.ts";
import type { CenterId } from "@aviationalley/db/client.ts";
import type { AnyTRPCRouter } from "@trpc/server";
import fastify from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { invitationsOf } from "../compose/centers.ts";
import { ROLES, type Role } from "../lib/roles.ts";
import { transaction } from "../lib/transaction.ts";
import { addMember } from "../modules/centers/commands/members.ts";
import { createAuth } from "../platform/accounts/auth.ts";
import { createAccount } from "../platform/accounts/create.ts";
import { appRouter } from "../root.ts";
import { consolePlugin } from "./console.ts";

/** What docs/authorisation.md promises, held against what really happens when each procedure is called as each role. */
const TABLE = readFileSync(fileURLToPath(new URL("../../../../docs/authorisation.md", import.meta.url)), "utf8");
const procedures: AnyTRPCRouter["_def"]["procedures"] = appRouter._def.procedures;
const names = Object.keys(procedures);
/** All but the one stream, which answers in another form: console-live.test.ts looks at who may open it. */
const called = names.filter((name) => procedures[name]?._def.type !== "subscription");

const database = await testDatabase();
const { db } = database;
const app = fastify();
const cookies = new Map<Role | "STRANGER", string>();
let base = "";
let centerId: CenterId;

const PASSWORD = "correct horse battery";
const operator = { actor: { kind: "operator" }, address: null } as const;

const signIn = async (name: Role | "STRANGER", center: CenterId, role: Role): Promise<void> => {
  const email = `${name.toLowerCase()}@example.com`;
  const { id } = ok(await createAccount(db, { name, email, password: PASSWORD }));
  await transaction(db, center, (tx) => addMember(tx, operator, id, [role]));
  const answer = await fetch(`${base}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: base },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  cookies.set(name, answer.headers.getSetCookie()[0]?.split(";")[0] ?? "");
};

beforeAll(async () => {
  ({ liveId: centerId } = await newTwins(db));
  const { liveId: elsewhere } = await newTwins(db);
  const publicUrl = "http://127.0.0.1";
  const originsOf = (request: Request) => [`http://${request.headers.get("host")}`];
  const secret = "0123456789abcdef0123456789abcdef";
  const auth = createAuth({ db, publicUrl, secret, signInsPerMinute: 1000, originsOf });
  app.register(consolePlugin({ db, router: appRouter, auth, publicUrl, invitations: invitationsOf(db) }));
  base = await app.listen({ port: 0, host: "127.0.0.1" });
  for (const role of ROLES) await signIn(role, centerId, role);
  await signIn("STRANGER", elsewhere, "OWNER");
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const failed = z.object({ error: z.object({ data: z.object({ failure: z.object({ code: z.string() }).nullish() }) }) });

/** An input that no procedure takes: whoever is let in is told so, and nothing is done. */
const NO_INPUT = JSON.stringify({ "no such field": true });

/** What the procedure says to a caller: the code of a failure, and the status. */
const call = async (name: string, headers: Readonly<Record<string, string>>): Promise<string> => {
  const isMutation = procedures[name]?._def.type === "mutation";
  const place = { "x-aa-center": centerId, origin: base, "content-type": "application/json", ...headers };
  const answer = isMutation
    ? await fetch(`${base}/trpc/${name}`, { method: "POST", headers: place, body: NO_INPUT })
    : await fetch(`${base}/trpc/${name}?input=${encodeURIComponent(NO_INPUT)}`, { headers: place });
  const told = failed.safeParse(JSON.parse(await answer.text())).data?.error.data.failure?.code;
  return `${answer.status} ${told ?? "no failure"}`;
};

const callAll = async (headers: Readonly<Record<string, string>>): Promise<Map<string, string>> => {
  const told = new Map<string, string>();
  for (const name of called) told.set(name, await call(name, headers));
  return told;
};

test("the table names every procedure once, and nothing else", () => {
  const inTable = [...TABLE.matchAll(/^\| `(.+?)` \|/gm)].map(([, name]) => name);
  expect(inTable).toEqual(names);
  expect(names.length - called.length).toBe(1);
});

test.each(ROLES.map((role, index) => [role, index] as const))(
  "%s is let into what the table says, and refused everything else",
  async (role, index) => {
    const told = await callAll({ cookie: cookies.get(role) ?? "" });
    for (const [name, answer] of told) {
      const row = TABLE.split("\n").find((line) => line.startsWith(`| \`${name}\` `));
      const cells = (row ?? "").split(" | ").map((cell) => cell.replaceAll("|", "").trim());
      const allowed = cells.at(index - ROLES.length) === "yes";
      expect([name, answer]).toEqual([name, allowed ? "400 invalid_request" : "403 insufficient_role"]);
    }
    expect(told.size).toBe(called.length);
  },
);

test("an OWNER of another center finds nothing at all here", async () => {
  const told = await callAll({ cookie: cookies.get("STRANGER") ?? "" });
  expect(new Set(told.values())).toEqual(new Set(["404 not_found"]));
});

test("nobody who is not signed in is let into anything, an API key and a forged cookie neither", async () => {
  for (const headers of [
    {},
    { authorization: `Bearer aa_live_${"0".repeat(32)}` },
    { cookie: "aa.session_token=forged.c2lnbmF0dXJl" },
  ])
    expect(new Set((await callAll(headers)).values())).toEqual(new Set(["401 unauthenticated"]));
});
