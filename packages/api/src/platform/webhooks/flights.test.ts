import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openFlights } from "./flights.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what started and did not land is in flight, and each change is told", () => {
  const told: number[] = [];
  const flights = openFlights((all) => told.push(all));
  flights.start("a", 3);
  flights.start("b", 1);
  flights.start("c", 0);
  flights.land("a", 2);
  flights.land("b", 1);
  expect([flights.all(), flights.to("a"), flights.to("b"), flights.to("c")]).toEqual([1, 1, 0, 0]);
  expect(told).toEqual([3, 4, 2, 1]);
});

test("silent is who has something in flight and answered nothing for a while, whatever is settled meanwhile", () => {
  const flights = openFlights(() => undefined);
  flights.start("slow", 2);
  flights.start("quick", 2);
  vi.advanceTimersByTime(90);
  flights.start("slow", 1);
  flights.land("slow", 1);
  flights.answer("quick");
  vi.advanceTimersByTime(90);
  expect([flights.isSilent("slow"), flights.isSilent("quick"), flights.isSilent("idle")]).toEqual([true, false, false]);
  flights.answer("slow");
  expect(flights.isSilent("slow")).toBe(false);
});
