import { expect, it } from "vitest";
import { draftOf, inputOf, limitFaults } from "./endpoint-draft.ts";

const draft = { ...draftOf(), url: "https://hooks.example/in", events: ["booking.*"] };

it("an endpoint has no limit only where none was typed", () => {
  expect(inputOf(draft)).toMatchObject({ ratePerSecond: null, maxInFlight: 10 });
  expect(inputOf({ ...draft, rate: " 25 " })).toMatchObject({ ratePerSecond: 25 });
  for (const rate of ["10/s", "ten", "1e3", "1.5", "-1", "0", "10001"]) {
    expect(inputOf({ ...draft, rate }), rate).toBeUndefined();
    expect(limitFaults({ ...draft, rate })).toEqual({ rate: "Type a whole number from 1 to 10,000, or nothing." });
  }
});

it("how many go at the same time is a number from 1 to 100, and is always said", () => {
  expect(limitFaults(draft)).toEqual({});
  for (const inFlight of ["", "many", "0", "101"]) {
    expect(inputOf({ ...draft, inFlight }), inFlight).toBeUndefined();
    expect(limitFaults({ ...draft, inFlight })).toEqual({ inFlight: "Type a whole number from 1 to 100." });
  }
});

it("nothing is sent while the address or the events are missing", () => {
  expect(inputOf({ ...draft, url: " " })).toBeUndefined();
  expect(inputOf({ ...draft, events: [] })).toBeUndefined();
});
