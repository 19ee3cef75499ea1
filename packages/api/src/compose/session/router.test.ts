import { testDatabase } from "@aviationalley/testing/database.ts";
import { memberContext, newTwins, ok } from "@aviationalley/testing/factories.ts";
import { type CenterId, statement } from "@aviationalley/db/client.ts";
import { afterAll, expect, test } from "vitest";
import type { Role } from "../../lib/roles.ts";
import { transaction } from "../../lib/transaction.ts";
import { createCallerFactory } from "../../lib/trpc.ts";
import { addMember } from "../../modules/centers/commands/members.ts";
import { createAccount } from "../../platform/accounts/create.ts";
import { appRouter } from "../../root.ts";

const database = await testDatabase();
const { db } = database;
afterAll(() => database.drop());

const operator = { actor: { kind: "operator" }, address: null } as const;
const call = createCallerFactory(appRouter);

const newPerson = async (email: string, centerId: CenterId, ...roles: Role[]) => {
  const { id } = ok(await createAccount(db, { name: "Pat Person", email, password: "correct horse battery" }));
  await transaction(db, centerId, (tx) => addMember(tx, operator, id, roles));
  const actor = { kind: "user", id, name: "Pat Person" } as const;
  const context = { ...memberContext(db, centerId, ...roles), actor };
  return { id, context };
};

const everyProcedure = Object.keys(appRouter._def.procedures).filter((name) => !name.startsWith("session."));

test("a person is told of their centers, and of the procedures that their roles there allow", async () => {
  const first = await newTwins(db, { name: "Cascade Flight" });
  const second = await newTwins(db, { name: "Harbor Air" });
  const { id, context } = await newPerson("pat@example.com", first.liveId, "VIEWER");
  await transaction(db, second.liveId, (tx) => addMember(tx, operator, id, ["OWNER"]));
  const { user, seats } = await call(context).session.me({});
  expect(user).toEqual({ id, name: "Pat Person", email: "pat@example.com" });
  expect(seats.map(({ center, sandbox, roles }) => [center.name, sandbox.id, roles])).toEqual([
    ["Cascade Flight", first.sandboxId, ["VIEWER"]],
    ["Harbor Air", second.sandboxId, ["OWNER"]],
  ]);
  expect(seats[1]?.procedures).toEqual(everyProcedure);
  expect(seats[0]?.procedures).toContain("bookings.list");
  expect(seats[0]?.procedures).not.toContain("apiKeys.list");
  expect(seats[0]?.procedures).not.toContain("dat.list");
});

test("roles of several kinds add up", async () => {
  const { liveId } = await newTwins(db);
  const { context } = await newPerson("two@example.com", liveId, "MAINTENANCE", "DER");
  const [seat] = (await call(context).session.me({})).seats;
  expect(seat?.procedures).toEqual(expect.arrayContaining(["workOrders.create", "dat.list"]));
  expect(seat?.procedures).not.toContain("invoices.send");
});

const insertSession = statement<{ id: string }>(
  "test.session",
  `insert into sessions (id, user_id, token, expires_at, user_agent)
   values (gen_random_uuid(), $1, $2, now() + interval '1 day', $2) returning id`,
);

test("a person sees and ends their own sessions, without what proves one, and nobody else's", async () => {
  const { liveId } = await newTwins(db);
  const own = await newPerson("own@example.com", liveId, "VIEWER");
  const other = await newPerson("other@example.com", liveId, "OWNER");
  const first = await db.one(insertSession, [own.id, "Browser A"]);
  const second = await db.one(insertSession, [own.id, "Browser B"]);
  const { data } = await call(own.context).session.list({});
  expect(data.map(({ userAgent }) => String(userAgent)).toSorted((a, b) => a.localeCompare(b))).toEqual([
    "Browser A",
    "Browser B",
  ]);
  expect(data[0]).not.toHaveProperty("token");
  await expect(call(other.context).session.end({ id: first.id })).rejects.toThrow(/No session with this id/);
  await call(own.context).session.end({ id: first.id });
  expect((await call(own.context).session.list({})).data.map(({ id }) => id)).toEqual([second.id]);
});
