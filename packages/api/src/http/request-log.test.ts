import { describe, expect, test } from "vitest";
import { loggableError, loggableUrl } from "./request-log.ts";

const TOKEN = `aa_live_${"0f".repeat(16)}`;

describe("a logged URL", () => {
  test.each([
    ["/api/v1/bookings", "/api/v1/bookings"],
    ["/api/v1/bookings?limit=5&status=SCHEDULED,CANCELLED", "/api/v1/bookings?limit=5&status=SCHEDULED,CANCELLED"],
    ["/api/v1/bookings?search=moreno&limit=5", "/api/v1/bookings?search=…&limit=5"],
    ["/api/v1/bookings?%73earch=moreno", "/api/v1/bookings?%73earch=…"],
    ["/api/v1/bookings?search=a?b", "/api/v1/bookings?search=…"],
    [`/api/v1/bookings?token=${TOKEN}`, "/api/v1/bookings?…"],
    [`/api/v1/bookings?${TOKEN}`, "/api/v1/bookings?…"],
    [`/api/v1/bookings?a=${TOKEN.replace("aa_", "%61a%5F")}`, "/api/v1/bookings?…"],
    [`/api/v1/${TOKEN}/x`, "/api/v1/…/x"],
    ["/trpc/trainees.list?batch=1&input=%7B%22search%22%3A%22moreno%22%7D", "/trpc/trainees.list?batch=1&input=…"],
    [`/invitation?token=aai_${"0f".repeat(16)}`, "/invitation?…"],
    ["/docs/webhooks?secret=whsec_c2VjcmV0", "/docs/webhooks?…"],
    ["/api/v1/bookings?a=%zz", "/api/v1/bookings?…"],
    ["/api/v1/bookings?", "/api/v1/bookings?"],
  ])("%s is %s", (url, logged) => {
    expect(loggableUrl(url)).toBe(logged);
  });
});

test("a logged error says where, but not what the database quotes of rows", () => {
  const cause = Object.assign(new Error("duplicate key"), {
    code: "23505",
    detail: "Key (result)=(POSITIVE)",
    table: "t",
  });
  const logged = loggableError(new Error("outer", { cause }));
  expect(logged).toMatchObject({ message: "outer", cause: { message: "duplicate key", code: "23505", table: "t" } });
  expect(JSON.stringify(logged)).not.toContain("POSITIVE");
});
