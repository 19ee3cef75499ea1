import { expect, test } from "vitest";
import { expiresAt } from "./expiry.ts";

const NOW = Date.UTC(2026, 10, 1);

test("a key ends never, after days, or with a day of the center", () => {
  expect(expiresAt("never", "", NOW, "UTC")).toBeNull();
  expect(expiresAt("90", "", NOW, "America/Denver")).toBe("2027-01-30T00:00:00.000Z");
  expect(expiresAt("date", "2027-01-31", NOW, "America/Denver")).toBe("2027-02-01T06:59:00.000Z");
});

test("a date that is not typed yet is none", () => {
  expect(expiresAt("date", "", NOW, "UTC")).toBeUndefined();
});
