import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Deadlines, Timed } from "./deadlines.ts";

const EACH_MS = 1_000;

class Running extends Timed {
  readonly deadline = performance.now() + EACH_MS;
  readonly #name: string;

  constructor(name: string) {
    super();
    this.#name = name;
  }

  expire(): void {
    expired.push(this.#name);
  }
}

let expired: string[] = [];
let deadlines: Deadlines;

const start = (name: string): Running => {
  const one = new Running(name);
  deadlines.add(one);
  return one;
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance", "setInterval", "clearInterval"] });
  expired = [];
  deadlines = new Deadlines();
});
afterEach(() => void vi.useRealTimers());

test.each([0, 1, 2])(
  "number %i of three that ends in time never expires, the others do once, in their order",
  (early) => {
    const names = ["first", "second", "third"];
    const all = names.map(start);
    vi.advanceTimersByTime(EACH_MS / 2);
    for (const one of all.slice(early, early + 1)) {
      deadlines.delete(one);
      deadlines.delete(one);
    }
    vi.advanceTimersByTime(EACH_MS / 4);
    expect(expired).toEqual([]);
    vi.advanceTimersByTime(EACH_MS * 2);
    expect(expired).toEqual(names.filter((_, index) => index !== early));
  },
);

test("what starts while others expire, and after all have, expires too, and then no timer runs", () => {
  start("first");
  vi.advanceTimersByTime(EACH_MS / 2);
  start("second");
  vi.advanceTimersByTime(EACH_MS * 0.75);
  expect(expired).toEqual(["first"]);
  vi.advanceTimersByTime(EACH_MS);
  expect(vi.getTimerCount()).toBe(0);
  start("third");
  vi.advanceTimersByTime(EACH_MS * 2);
  expect(expired).toEqual(["first", "second", "third"]);
  expect(vi.getTimerCount()).toBe(0);
});

test("what has ended holds on to nothing that began before or after it", () => {
  const all = ["first", "second", "third"].map(start);
  for (const one of all) deadlines.delete(one);
  for (const { before, after } of all) expect([before, after]).toEqual([undefined, undefined]);
});
