import { expect, test } from "vitest";
import { connectWakeUps, wake } from "./wake.ts";

test("what was committed just before a process ends still wakes workers", () => {
  const told: string[] = [];
  const disconnect = connectWakeUps({ notify: (_channel, payload) => void told.push(payload) });
  wake(["a", "b"]);
  wake(["b"]);
  disconnect();
  expect(told).toEqual(["a,b"]);
  wake(["c"]);
  expect(told).toEqual(["a,b"]);
});
