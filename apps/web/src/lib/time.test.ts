import { expect, test } from "vitest";
import { relative } from "./time.ts";

const HOUR_MS = 3_600_000;

test("what is 47 hours away is a day away, whatever the calendar says", () => {
  expect(relative(-47 * HOUR_MS)).toBe("1 day ago");
  expect(relative(47 * HOUR_MS)).toBe("in 1 day");
});

test("what is near is told by its greatest unit, and what is nearest is now", () => {
  expect(relative(-200_000)).toBe("3 minutes ago");
  expect(relative(2 * HOUR_MS)).toBe("in 2 hours");
  expect(relative(-31 * 24 * HOUR_MS)).toBe("1 month ago");
  expect(relative(-4_999)).toBe("now");
});
