import { expect, test } from "vitest";
import { Failure } from "../../lib/errors.ts";
import { ROLES, type Role } from "../../lib/roles.ts";
import { offsetTo, refuseAbove, refuseLastOwner } from "./rules.ts";

const admin = new Set<Role>(["ADMIN"]);
const owner = new Set<Role>(["OWNER"]);

test("an ADMIN gives every role but OWNER and DER; an OWNER and the operator give all", () => {
  const refused = (grantor: Parameters<typeof refuseAbove>[0]) => ROLES.filter((role) => refuseAbove(grantor, [role]));
  expect(refused(admin)).toEqual(["OWNER", "DER"]);
  expect(refused(owner)).toEqual([]);
  expect(refused("operator")).toEqual([]);
});

test("an ADMIN cannot touch whoever holds OWNER or DER, whatever the new roles", () => {
  expect(refuseAbove(admin, ["OWNER"], ["VIEWER"])).toMatchObject({ code: "insufficient_role" });
  expect(refuseAbove(admin, ["DISPATCHER", "DER"], [])).toMatchObject({ code: "insufficient_role" });
});

test("the last OWNER stays", () => {
  expect(refuseLastOwner(["OWNER"], ["ADMIN"], 0)).toMatchObject({ code: "conflict" });
  expect(refuseLastOwner(["OWNER"], [], 0)).toMatchObject({ code: "conflict" });
  expect(refuseLastOwner(["OWNER"], ["ADMIN"], 1)).toBeUndefined();
  expect(refuseLastOwner(["OWNER"], ["OWNER", "DER"], 0)).toBeUndefined();
  expect(refuseLastOwner(["ADMIN"], [], 0)).toBeUndefined();
});

test("a sandbox's clock moves forward only, and ten years at most", () => {
  const at = "2026-01-01T00:00:00.000Z";
  const ahead = "2026-02-01T00:00:00.000Z";
  expect(offsetTo(at, at, ahead)).toBe(31 * 86_400_000);
  expect(offsetTo(ahead, at, "2026-02-02T00:00:00.000Z")).toBe(32 * 86_400_000);
  expect(offsetTo(ahead, at, "2026-01-31T23:59:59.999Z")).toBeInstanceOf(Failure);
  expect(offsetTo(at, at, "2037-01-01T00:00:00.000Z")).toBeInstanceOf(Failure);
});
