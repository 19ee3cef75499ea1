import { expect, test } from "vitest";
import { afterDay, isZone } from "./time.ts";

test("a time zone is an IANA name, and no offset, whose sign PostgreSQL reads the other way round", () => {
  for (const name of ["UTC", "America/Denver", "Pacific/Kiritimati", "Etc/GMT+5"])
    expect([name, isZone(name)]).toEqual([name, true]);
  for (const name of ["+05:00", "-0500", "Mars/Olympus", ""]) expect([name, isZone(name)]).toEqual([name, false]);
});

test("a span of dates ends after its last day, and nowhere after the last date there is", () => {
  expect(afterDay("2024-02-28")).toBe("2024-02-29");
  expect(afterDay("9999-12-31")).toBeNull();
});
