import { expect, test } from "vitest";
import { curlLine, firstRead } from "./first-call.ts";
import type { ScopeOffer } from "./types.ts";

const offer = (scope: string, ...operations: [method: string, path: string][]): ScopeOffer => ({
  scope,
  grantable: true,
  confidential: false,
  operations: operations.map(([method, path]) => ({ method, path, summary: path })),
  besides: [],
});
const OFFERS = [
  offer("crew:read", ["GET", "/crew"]),
  offer("bookings:write", ["POST", "/bookings"], ["PATCH", "/bookings/{id}"]),
  offer("bookings:read", ["GET", "/bookings/{id}"], ["GET", "/bookings"]),
  offer("*"),
];

test("the first call is one that the key may make", () => {
  expect(firstRead(OFFERS, ["crew:read"])).toBe("/crew");
  expect(firstRead(OFFERS, ["crew:read", "bookings:read"])).toBe("/bookings");
  expect(firstRead(OFFERS, ["*"])).toBe("/bookings");
  expect(firstRead(OFFERS, ["bookings:write"])).toBeUndefined();
});

test("it names the whole address", () => {
  expect(curlLine("https://x.example", "aa_test_1", "/crew")).toBe(
    'curl -H "Authorization: Bearer aa_test_1" "https://x.example/api/v1/crew?limit=3"',
  );
});
