import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFailure } from "../../lib/errors.ts";
import {
  awaitParts,
  cancel,
  complete,
  type Course,
  courseFaults,
  repairDueAt,
  resume,
  revise,
  start,
} from "./rules.ts";
import { isFinished, TRANSITIONS } from "./rules.ts";
import { type WorkOrder, WORK_ORDER_STATUSES } from "./schema.ts";

const now = "2026-05-31T12:00:00.000Z";
const row: WorkOrder = {
  id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f60",
  centerId: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f00",
  version: 1,
  createdAt: now,
  updatedAt: now,
  number: "WO-000001",
  simulator: { id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f61", name: "B737-800 #1", type: "B738" },
  title: "Visual channel 2 flickers",
  description: null,
  priority: "NORMAL",
  status: "OPEN",
  missingMalfunctioningInoperative: false,
  discoveredAt: "2026-05-30T12:00:00.000Z",
  dueAt: null,
  assignee: null,
  startedAt: null,
  completedAt: null,
  resolution: null,
};

describe("a missing, malfunctioning or inoperative component is due after 30 calendar days", () => {
  test.each([
    ["at any hour of the local day", "2026-01-26T07:00:00.000Z", "America/Denver", "2026-02-26T07:00:00.000Z"],
    ["at the last second of it", "2026-01-27T06:59:59.000Z", "America/Denver", "2026-02-26T07:00:00.000Z"],
    ["where it is the next day already", "2026-01-27T06:59:59.000Z", "UTC", "2026-02-27T00:00:00.000Z"],
    ["over the change to summer time", "2026-03-06T17:00:00.000Z", "America/Denver", "2026-04-06T06:00:00.000Z"],
    ["over the change to winter time", "2026-10-25T18:00:00.000Z", "America/Denver", "2026-11-25T07:00:00.000Z"],
    ["over a leap day", "2024-02-10T12:00:00.000Z", "UTC", "2024-03-12T00:00:00.000Z"],
  ])("discovered %s", (_, discoveredAt, zone, due) => {
    expect(repairDueAt(discoveredAt, zone)).toBe(due);
  });
});

const steps = {
  start: (from: WorkOrder) => start(from, now),
  awaitParts,
  resume,
  complete: (from: WorkOrder) => complete(from, "Projector lamp replaced", now),
  cancel: (from: WorkOrder) => cancel(from, "Duplicate"),
} as const;
const step = fc.constantFrom(...Object.values(steps));

describe("a work order", () => {
  test("goes from open over parts to completed, with its times and resolution", () => {
    const path = [steps.start, steps.awaitParts, steps.resume, steps.complete];
    const done = path.reduce<WorkOrder>((from, take) => {
      const next = take(from);
      if (isFailure(next)) throw new Error(next.detail);
      return next;
    }, row);
    expect(done).toEqual({
      ...row,
      status: "COMPLETED",
      startedAt: now,
      completedAt: now,
      resolution: "Projector lamp replaced",
    });
  });

  test("only takes the transitions that there are, whatever is tried in whatever order", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (taken) => {
        let at = row;
        for (const take of taken) {
          const next = take(at);
          if (isFailure(next)) {
            expect(next.facts.allowed).toEqual(TRANSITIONS[at.status]);
            continue;
          }
          if (next !== at) expect(TRANSITIONS[at.status]).toContain(next.status);
          expect(courseFaults(next, now)).toEqual([]);
          at = next;
        }
      }),
    );
  });

  test("is the very same after a step that is repeated", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), step, (taken, last) => {
        const at = taken.reduce((from, take) => {
          const next = take(from);
          return isFailure(next) ? from : next;
        }, row);
        const once = last(at);
        if (!isFailure(once)) expect(last(once)).toBe(once);
      }),
    );
  });

  test("cannot resume before it has started, nor start while it waits for parts", () => {
    expect(isFailure(resume(row))).toBe(true);
    expect(isFailure(start({ ...row, status: "AWAITING_PARTS" }, now))).toBe(true);
  });

  test("keeps its resolution once completed", () => {
    const done: WorkOrder = { ...row, status: "COMPLETED", resolution: "Lamp replaced" };
    expect(isFailure(complete(done, "Something else", now))).toBe(true);
    expect(isFailure(cancel(done, null))).toBe(true);
  });

  test.each(WORK_ORDER_STATUSES)("that is %s can be revised unless it is finished", (status) => {
    const at: WorkOrder = { ...row, status };
    expect(isFailure(revise(at, { ...at, priority: "HIGH" }))).toBe(isFinished(status));
    expect(revise(at, { ...at })).toBe(at);
  });
});

describe("an imported course of events", () => {
  const course = (change: Partial<Course>): Course => ({ ...row, ...change });
  const started = "2026-05-30T15:00:00.000Z";
  const completed = "2026-05-30T16:00:00.000Z";

  test.each<[string, Partial<Course>, string[]]>([
    ["is open", {}, []],
    ["is discovered tomorrow", { discoveredAt: "2026-06-01T12:00:00.000Z" }, ["discoveredAt"]],
    ["is in progress since", { status: "IN_PROGRESS", startedAt: started }, []],
    ["is in progress since never", { status: "IN_PROGRESS" }, ["startedAt"]],
    ["starts before its discovery", { status: "IN_PROGRESS", startedAt: "2026-05-01T00:00:00.000Z" }, ["startedAt"]],
    ["is open and started", { startedAt: started }, ["startedAt"]],
    ["is completed", { status: "COMPLETED", startedAt: started, completedAt: completed, resolution: "Done" }, []],
    ["is completed somehow", { status: "COMPLETED", startedAt: started, completedAt: completed }, ["resolution"]],
    ["ends before it starts", { ...courseOf(completed, started) }, ["completedAt"]],
    ["is cancelled without a word", { status: "CANCELLED" }, []],
    ["is cancelled and completed", { status: "CANCELLED", completedAt: completed }, ["completedAt"]],
  ])("that %s", (_, change, paths) => {
    expect(courseFaults(course(change), now).map(({ path }) => path)).toEqual(paths);
  });
});

function courseOf(startedAt: string, completedAt: string): Partial<Course> {
  return { status: "COMPLETED", startedAt, completedAt, resolution: "Done" };
}
