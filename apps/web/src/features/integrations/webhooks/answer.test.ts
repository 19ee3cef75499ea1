import { expect, it } from "vitest";
import { answerWords } from "./answer.tsx";

it("an answer is said to be that of the last attempt, and none of one that is still to come", () => {
  const refused = { attempts: 16, lastStatus: 500, reason: "refused", nextAttemptAt: null };
  expect(answerWords({ ...refused, state: "FAILED" })).toBe("Refused with 500");
  expect(answerWords({ ...refused, state: "PENDING" })).toBe("Refused with 500");
  expect(answerWords({ ...refused, reason: null, state: "PENDING" })).toBe("To be sent again");
  expect(answerWords({ ...refused, reason: null, state: "PENDING", attempts: 0, lastStatus: null })).toBe(
    "Not sent yet",
  );
  expect(answerWords({ ...refused, reason: null, state: "DELIVERED", lastStatus: 200 })).toBe("Delivered with 200");
});
