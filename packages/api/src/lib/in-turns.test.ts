import { expect, test } from "vitest";
import { inTurns } from "./in-turns.ts";

const busy = (ms: number): void => {
  const began = performance.now();
  while (performance.now() - began < ms);
};

test("long work leaves others their turns, and does each piece once and in order", async () => {
  const done: number[] = [];
  let others = 0;
  const other = (): void => {
    others++;
    if (done.length < 20) setImmediate(other);
  };
  setImmediate(other);
  await inTurns(
    Array.from({ length: 20 }, (_, index) => index),
    (one) => {
      busy(5);
      done.push(one);
    },
  );
  expect(done).toEqual(Array.from({ length: 20 }, (_, index) => index));
  expect(others).toBeGreaterThan(10);
});

test("what throws ends the work, and is thrown", async () => {
  const done: number[] = [];
  const work = inTurns([1, 2, 3], (one) => {
    if (one === 2) throw new Error("two");
    done.push(one);
  });
  await expect(work).rejects.toThrow("two");
  expect(done).toEqual([1]);
});
