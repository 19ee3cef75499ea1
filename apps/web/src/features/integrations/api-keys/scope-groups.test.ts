import { expect, test } from "vitest";
import { matchesText, scopeGroups, scopeWord, withScope } from "./scope-groups.ts";
import type { ScopeOffer } from "./types.ts";

const offer = (scope: string, path?: string, besides: string[] = []): ScopeOffer => ({
  scope,
  grantable: true,
  confidential: false,
  operations: path === undefined ? [] : [{ method: "GET", path, summary: `List ${path.slice(1)}` }],
  besides,
});
const results = offer("dat_results:read", undefined, ["dat:read"]);
const OFFERS = [results, offer("dat:read", "/dat-tests"), offer("workorders:read", "/work-orders"), offer("*")];

test("scopes stand by resource under the name of its path, what only adds to another after that one", () => {
  expect(scopeGroups(OFFERS).map(({ label, offers }) => [label, offers.map(({ scope }) => scope)])).toEqual([
    ["DAT tests", ["dat:read", "dat_results:read"]],
    ["Work orders", ["workorders:read"]],
  ]);
  expect(OFFERS.slice(0, 2).map(scopeWord)).toEqual(["Results", "Read"]);
});

test("what only adds to another scope brings that one, and goes with it", () => {
  const both = withScope(OFFERS, ["workorders:read"], results, true);
  expect(both).toEqual(["workorders:read", "dat:read", "dat_results:read"]);
  expect(withScope(OFFERS, both, offer("dat:read"), false)).toEqual(["workorders:read"]);
});

test("a group is found by its name, its scopes, and what they open", () => {
  const [dat] = scopeGroups(OFFERS);
  expect(dat && ["dat te", "RESULTS", "list dat", "invoices"].map((text) => matchesText(dat, text))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});
