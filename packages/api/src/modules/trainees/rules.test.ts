import fc from "fast-check";
import { expect, test } from "vitest";
import { isFailure } from "../../lib/errors.ts";
import { move, TRANSITIONS } from "./rules.ts";
import { type Trainee, TRAINEE_STATUSES } from "./schema.ts";

const row = (status: Trainee["status"]) => ({ status }) as Trainee;

test("a trainee's state never leaves the transitions that are listed", () => {
  const anyStatus = fc.constantFrom(...TRAINEE_STATUSES);
  fc.assert(
    fc.property(anyStatus, fc.array(anyStatus), (first, wishes) => {
      let state = row(first);
      for (const wish of wishes) {
        const next = move(state, wish);
        expect(isFailure(next)).toBe(!TRANSITIONS[state.status].includes(wish));
        if (!isFailure(next)) state = next;
      }
    }),
  );
});

test("a refusal names the states that are allowed", () => {
  expect(move(row("ON_HOLD"), "COMPLETED")).toMatchObject({
    code: "invalid_transition",
    facts: { allowed: ["ACTIVE", "WITHDRAWN"] },
  });
  expect(move(row("COMPLETED"), "ACTIVE")).toMatchObject({ code: "invalid_transition", facts: { allowed: [] } });
});
