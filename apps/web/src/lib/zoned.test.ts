import { expect, test } from "vitest";
import { instantOf, wallTime } from "./zoned.ts";

test("an instant is read from the wall clock of the zone, in summer and in winter", () => {
  expect(wallTime("2026-07-01T18:30:00.000Z", "America/Denver")).toBe("2026-07-01T12:30");
  expect(instantOf("2026-07-01T12:30", "America/Denver")).toBe("2026-07-01T18:30:00.000Z");
  expect(instantOf("2026-01-01T00:00", "America/Denver")).toBe("2026-01-01T07:00:00.000Z");
  expect(instantOf("2026-01-01T00:00", "Asia/Kolkata")).toBe("2025-12-31T18:30:00.000Z");
});

test("the hours around a change of the clock are where they are", () => {
  expect(instantOf("2026-03-08T01:30", "America/Denver")).toBe("2026-03-08T08:30:00.000Z");
  expect(instantOf("2026-03-08T03:30", "America/Denver")).toBe("2026-03-08T09:30:00.000Z");
  expect(instantOf("2026-11-01T03:30", "America/Denver")).toBe("2026-11-01T10:30:00.000Z");
});

test("what is no reading of a clock is no instant", () => {
  expect(instantOf("", "UTC")).toBeUndefined();
  expect(instantOf("yesterday", "UTC")).toBeUndefined();
  expect(instantOf("20271-01-31T23:59", "UTC")).toBeUndefined();
  expect(instantOf("9999-12-31T23:59", "Asia/Kolkata"), "the clock there is beyond it").toBeUndefined();
});

test("a year is read at each digit that is typed of it, and shown as it was typed", () => {
  for (const zone of ["America/Denver", "Asia/Kolkata", "UTC"])
    for (const wall of ["0002-01-31T23:59", "0020-01-31T23:59", "0202-01-31T23:59", "2027-01-31T23:59"]) {
      const at = instantOf(wall, zone);
      expect(at, `${wall} in ${zone}`).toMatch(/Z$/);
      expect(wallTime(at ?? "", zone)).toBe(wall);
    }
});
