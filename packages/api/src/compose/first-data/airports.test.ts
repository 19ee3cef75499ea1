import { describe, expect, test } from "vitest";
import { type Airport, AIRPORTS, distanceNm } from "./airports.ts";
import { isNight, sunAltitude } from "./sun.ts";

const at = (icao: string): Airport => {
  const airport = AIRPORTS.find((one) => one.icao === icao);
  if (!airport) throw new Error(`${icao} is not in the list.`);
  return airport;
};

describe("airports", () => {
  test.each([
    ["KDEN", "KSLC", 340],
    ["KLAX", "KJFK", 2151],
    ["KATL", "KMIA", 517],
  ])("%s and %s are %i nautical miles apart", (from, to, miles) => {
    // The Earth is flatter than a sphere by up to half a percent.
    expect(Math.abs(distanceNm(at(from), at(to)) / miles - 1)).toBeLessThan(0.005);
    expect(distanceNm(at(to), at(from))).toBeCloseTo(distanceNm(at(from), at(to)));
  });

  test("see the sun at noon of a solstice as high as their latitude says", () => {
    const noon = Date.parse("2026-06-21T19:01:00Z"); // 12:01 solar time at 104.67° west, two minutes of equation of time
    expect(sunAltitude(noon, at("KDEN"))).toBeCloseTo(90 - at("KDEN").latitude + 23.44, 0);
  });

  test("have night between the civil twilights, not at sunset", () => {
    expect(isNight(Date.parse("2026-03-20T06:00:00Z"), at("KDEN"))).toBe(true);
    expect(isNight(Date.parse("2026-03-21T01:20:00Z"), at("KDEN"))).toBe(false); // ten minutes after sunset (19:10 MDT)
    expect(isNight(Date.parse("2026-03-21T02:00:00Z"), at("KDEN"))).toBe(true);
    expect(isNight(Date.parse("2026-03-20T19:00:00Z"), at("KDEN"))).toBe(false);
  });
});
