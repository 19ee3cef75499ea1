import { expect, test } from "vitest";
import { readable } from "./logger.ts";

test("a request is a line that a person can read", () => {
  const line = {
    level: 30,
    time: 0,
    msg: "request",
    method: "GET",
    path: "/api/v1/bookings?limit=3",
    status: 200,
    ms: 4.2,
  };
  expect(readable(JSON.stringify(line))).toMatch(/^\d\d:\d\d:\d\d {2}200 GET \/api\/v1\/bookings\?limit=3 {2}4\.2 ms$/);
});

test("an error is marked, and says what is special about it", () => {
  const line = { level: 50, time: 0, pid: 1, hostname: "here", msg: "unexpected", requestId: "r1" };
  expect(readable(JSON.stringify(line))).toMatch(/^\d\d:\d\d:\d\d {2}! unexpected \{"requestId":"r1"\}$/);
});
