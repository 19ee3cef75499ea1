import { type CenterId, statement } from "@aviationalley/db/client.ts";
import { testDatabase } from "@aviationalley/testing/database.ts";
import { afterAll, expect, test } from "vitest";
import { isFailure } from "../../../lib/errors.ts";
import type { Role } from "../../../lib/roles.ts";
import { transaction } from "../../../lib/transaction.ts";
import { createAccount } from "../../../platform/accounts/create.ts";
import { listAuditEntries } from "../../../platform/audit/reads.ts";
import { findMembers } from "../queries/members.ts";
import { changeCenter, createLiveCenter } from "./centers.ts";
import { advanceClock } from "./clock.ts";
import { acceptInvitation, invite, openInvitation, revokeInvitation } from "./invitations.ts";
import { addMember, changeRoles, type MemberAdmin, removeMember } from "./members.ts";

const database = await testDatabase();
const { db } = database;
afterAll(() => database.drop());

const operator: MemberAdmin = { actor: { kind: "operator" }, address: null, roles: new Set() };
const as = (...roles: Role[]): MemberAdmin => ({
  actor: { kind: "user", id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f60", name: "Kim" },
  address: "192.0.2.1",
  roles: new Set(roles),
});
const newCenter = () => createLiveCenter(db, operator, { name: "Cascade Flight", timezone: "UTC" });

let people = 0;
const join = async (liveId: CenterId, ...roles: Role[]) => {
  const email = `person${++people}@example.com`;
  const account = await createAccount(db, { name: email, email, password: "correct horse battery" });
  if (isFailure(account)) throw new Error(account.detail);
  await transaction(db, liveId, (tx) => addMember(tx, operator, account.id, roles));
  return account;
};

test("of two owners who demote each other at once, one stays", async () => {
  const { liveId } = await newCenter();
  const [one, two] = [await join(liveId, "OWNER"), await join(liveId, "OWNER")];
  const outcomes = await Promise.all([
    changeRoles(db, as("OWNER"), liveId, one.id, ["VIEWER"]),
    changeRoles(db, as("OWNER"), liveId, two.id, ["VIEWER"]),
  ]);
  expect(outcomes.filter(isFailure)).toMatchObject([{ code: "conflict" }]);
  const owners = (await findMembers(db, liveId)).filter(({ roles }) => roles.includes("OWNER"));
  expect(owners).toHaveLength(1);
});

test("the last owner cannot be removed, not by the operator either", async () => {
  const { liveId } = await newCenter();
  const owner = await join(liveId, "OWNER");
  expect(await removeMember(db, operator, liveId, owner.id)).toMatchObject({ code: "conflict" });
});

test("an ADMIN neither makes, changes nor removes an OWNER or DER", async () => {
  const { liveId } = await newCenter();
  await join(liveId, "OWNER");
  const der = await join(liveId, "DER");
  const viewer = await join(liveId, "VIEWER");
  const refused = { code: "insufficient_role" };
  expect(await changeRoles(db, as("ADMIN"), liveId, viewer.id, ["VIEWER", "OWNER"])).toMatchObject(refused);
  expect(await changeRoles(db, as("ADMIN"), liveId, der.id, ["VIEWER"])).toMatchObject(refused);
  expect(await removeMember(db, as("ADMIN"), liveId, der.id)).toMatchObject(refused);
  expect(await invite(db, as("ADMIN"), liveId, { email: "x@example.com", roles: ["DER"] })).toMatchObject(refused);
  expect(await changeRoles(db, as("ADMIN"), liveId, viewer.id, ["ADMIN"])).toMatchObject({ roles: ["ADMIN"] });
});

test("an ADMIN neither makes nor replaces an OWNER's invitation of a DER", async () => {
  const { liveId } = await newCenter();
  const der: Role[] = ["DER"];
  const viewer: Role[] = ["VIEWER"];
  const guest = { email: "der@example.com", roles: der };
  expect(await invite(db, as("ADMIN"), liveId, guest)).toMatchObject({ code: "insufficient_role" });
  const invited = await invite(db, as("OWNER"), liveId, guest);
  if (isFailure(invited)) throw new Error(invited.detail);
  for (const roles of [der, viewer])
    expect(await invite(db, as("ADMIN"), liveId, { ...guest, roles })).toMatchObject({ code: "insufficient_role" });
  expect(await openInvitation(db, invited.token)).toMatchObject({ roles: der });
  expect(await invite(db, as("OWNER"), liveId, { ...guest, roles: viewer })).toMatchObject({ roles: viewer });
});

test("members of a sandbox are those of its live center", async () => {
  const { liveId, sandboxId } = await newCenter();
  const viewer = await join(liveId, "VIEWER");
  expect(await changeRoles(db, as("OWNER"), sandboxId, viewer.id, ["DISPATCHER"])).toMatchObject({
    roles: ["DISPATCHER"],
  });
  expect(await findMembers(db, liveId)).toMatchObject([{ userId: viewer.id, roles: ["DISPATCHER"] }]);
});

test("a member of another center does not exist here", async () => {
  const [here, there] = [await newCenter(), await newCenter()];
  const viewer = await join(there.liveId, "VIEWER");
  expect(await changeRoles(db, as("OWNER"), here.liveId, viewer.id, ["VIEWER"])).toMatchObject({ code: "not_found" });
});

test("a second invitation ends the first, a revoked one opens nothing, and none works twice", async () => {
  const { liveId } = await newCenter();
  const guest = { email: "guest@example.com", roles: ["VIEWER"] as Role[] };
  const first = await invite(db, as("OWNER"), liveId, guest);
  const second = await invite(db, as("OWNER"), liveId, guest);
  if (isFailure(first) || isFailure(second)) throw new Error("not invited");
  expect(await openInvitation(db, first.token)).toMatchObject({ code: "not_found" });
  const open = await openInvitation(db, second.token);
  if (isFailure(open)) throw new Error(open.detail);
  const user = await createAccount(db, { name: "Guest", email: guest.email, password: "correct horse battery" });
  if (isFailure(user)) throw new Error(user.detail);
  const accept = () => transaction(db, liveId, (tx) => acceptInvitation(tx, open, user, null));
  const outcomes = await Promise.all([accept(), accept()]);
  expect(outcomes.filter(isFailure)).toHaveLength(1);
  expect(await revokeInvitation(db, as("OWNER"), liveId, second.id)).toMatchObject({ code: "not_found" });
  expect(await invite(db, as("OWNER"), liveId, guest)).toMatchObject({ code: "conflict" });
});

test("name and time zone are those of both twins", async () => {
  const { liveId, sandboxId } = await newCenter();
  await changeCenter(db, as("OWNER"), sandboxId, { name: "Harbor Air", timezone: "America/Denver" });
  expect(await changeCenter(db, as("OWNER"), liveId, {})).toMatchObject({
    name: "Harbor Air",
    timezone: "America/Denver",
  });
  expect(await changeCenter(db, as("OWNER"), sandboxId, {})).toMatchObject({ id: liveId });
});

test("a sandbox's clock moves ahead and never back; a live one's not at all", async () => {
  const { liveId, sandboxId } = await newCenter();
  const to = "2030-01-01T00:00:00.000Z";
  const moved = await advanceClock(db, as("OWNER"), sandboxId, to);
  if (isFailure(moved)) throw new Error(moved.detail);
  expect(Math.abs(Date.parse(moved.now) - Date.parse(to))).toBeLessThan(1000);
  const seen = await transaction(db, sandboxId, (tx) => Promise.resolve({ now: tx.now, at: tx.at }));
  expect(seen.now >= to && seen.at < to).toBe(true);
  expect(await advanceClock(db, as("OWNER"), sandboxId, "2029-01-01T00:00:00.000Z")).toMatchObject({
    code: "conflict",
  });
  expect(await advanceClock(db, as("OWNER"), liveId, to)).toMatchObject({ code: "conflict" });
});

const change = statement<never>("test.change_audit", "update audit_log set action = 'x.y'");
const remove = statement<never>("test.delete_audit", "delete from audit_log");
const empty = statement<never>("test.truncate_audit", "truncate audit_log");

test("the audit log knows who did what to whom, and cannot be changed", async () => {
  const { liveId } = await newCenter();
  await join(liveId, "OWNER");
  const viewer = await join(liveId, "VIEWER");
  await changeRoles(db, as("OWNER"), liveId, viewer.id, ["INSTRUCTOR"]);
  await removeMember(db, as("OWNER"), liveId, viewer.id);
  const log = await listAuditEntries(db, liveId, { limit: 10, subjectId: viewer.id }, false);
  expect(!isFailure(log) && log.toValue().data).toMatchObject([
    { action: "member.removed", actor: { name: "Kim" }, address: "192.0.2.1" },
    { action: "member.roles_changed", detail: { before: ["VIEWER"], roles: ["INSTRUCTOR"] } },
    { action: "member.added", actor: { kind: "operator" } },
  ]);
  for (const statement of [change, remove, empty]) await expect(db.run(statement, [])).rejects.toThrow(/append-only/);
});
