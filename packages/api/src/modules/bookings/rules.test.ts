import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isFailure } from "../../lib/errors.ts";
import { plusMs } from "../../lib/time.ts";
import { move, type Session, sessionFaults, TRANSITIONS } from "./rules.ts";
import { type Booking, BOOKING_STATUSES } from "./schema.ts";

const now = "2026-05-31T12:00:00.000Z";
const minutes = (count: number) => plusMs(now, count * 60_000);
const session = (change: Partial<Session> = {}): Session => ({
  startsAt: minutes(60),
  endsAt: minutes(180),
  sessionType: "TRAINING",
  trainees: [
    { id: "a", seat: "LEFT" },
    { id: "b", seat: "RIGHT" },
  ],
  ...change,
});
const faultsOf = (change: Partial<Session>) => sessionFaults(session(change), now).map(({ path }) => path);

describe("a session", () => {
  test.each([
    ["of two hours with a crew", {}, []],
    ["of exactly 15 minutes", { endsAt: minutes(75) }, []],
    ["of under 15 minutes", { endsAt: minutes(74) }, ["endsAt"]],
    ["of exactly 12 hours", { endsAt: minutes(60 + 720) }, []],
    ["of over 12 hours", { endsAt: minutes(60 + 721) }, ["endsAt"]],
    ["that ends before it starts", { endsAt: minutes(0) }, ["endsAt"]],
    ["that starts now", { startsAt: minutes(0), endsAt: minutes(60) }, ["startsAt"]],
    ["of maintenance with a trainee", { sessionType: "MAINTENANCE" }, ["trainees"]],
    ["of maintenance with nobody", { sessionType: "MAINTENANCE", trainees: [] }, []],
    [
      "with one person twice",
      {
        trainees: [
          { id: "a", seat: "LEFT" },
          { id: "a", seat: "OBSERVER" },
        ],
      },
      ["trainees.1.id"],
    ],
    [
      "with a seat taken twice",
      {
        trainees: [
          { id: "a", seat: "LEFT" },
          { id: "b", seat: "LEFT" },
        ],
      },
      ["trainees.1.seat"],
    ],
    [
      "with two observers",
      {
        trainees: [
          { id: "a", seat: "OBSERVER" },
          { id: "b", seat: "OBSERVER" },
        ],
      },
      [],
    ],
  ] satisfies [string, Partial<Session>, string[]][])("%s is judged by %j", (_, change, paths) => {
    expect(faultsOf(change)).toEqual(paths);
  });

  test("may lie in the past when it is imported", () => {
    expect(sessionFaults(session({ startsAt: minutes(-600), endsAt: minutes(-500) }), now, "import")).toEqual([]);
  });
});

describe("a booking's state", () => {
  const row = (status: Booking["status"]) => ({ status, startsAt: minutes(-1), cancelReason: null }) as Booking;

  test("never leaves the transitions that are listed", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...BOOKING_STATUSES),
        fc.array(fc.constantFrom(...BOOKING_STATUSES)),
        (first, wishes) => {
          let state = row(first);
          for (const wish of wishes) {
            const next = move(state, wish, now, "because");
            expect(isFailure(next)).toBe(!TRANSITIONS[state.status].includes(wish));
            if (!isFailure(next)) state = next;
          }
        },
      ),
    );
  });

  test("is a no-show only after the session's start", () => {
    const early = move({ ...row("SCHEDULED"), startsAt: minutes(1) }, "NO_SHOW", now);
    expect(isFailure(early) && early.facts.allowed).toEqual(["IN_PROGRESS", "CANCELLED"]);
    expect(move(row("SCHEDULED"), "NO_SHOW", now)).toMatchObject({ status: "NO_SHOW" });
  });

  test("keeps the reason of a cancellation", () => {
    expect(move(row("SCHEDULED"), "CANCELLED", now, "Fog")).toMatchObject({ status: "CANCELLED", cancelReason: "Fog" });
  });
});
