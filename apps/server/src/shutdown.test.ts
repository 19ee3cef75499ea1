import { expect, test, vi } from "vitest";
import { Shutdown } from "./shutdown.ts";

vi.useFakeTimers(); // a shutdown ends the process in the end

test("what was opened last is closed first, and what must outlive another is closed after it", async () => {
  const closed: string[] = [];
  const shutdown = new Shutdown((line) => closed.push(line));
  const add = (name: string, order: { after?: string } = {}): void =>
    shutdown.add(name, () => Promise.resolve(closed.push(name)), order);
  add("database");
  add("requests");
  add("worker", { after: "requests" });
  await shutdown.close();
  expect(closed).toEqual(["requests", "worker", "database"]);
});
