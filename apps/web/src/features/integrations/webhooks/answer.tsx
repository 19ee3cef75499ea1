import { outcomeWords } from "./states.tsx";
import type { Delivery } from "./types.ts";
import { Until } from "./until.tsx";

export interface AnswerProps {
  delivery: Pick<Delivery, "attempts" | "lastStatus" | "nextAttemptAt" | "reason" | "state">;
  /** Its endpoint is failing, and tried with one delivery at a time. */
  circuitOpen: boolean;
}

/** The last answer, and when the next attempt is. */
export const Answer = ({ delivery, circuitOpen }: AnswerProps) => {
  const { attempts, nextAttemptAt, state } = delivery;
  const isWaiting = state === "PENDING" && nextAttemptAt !== null;
  return (
    <span className={attempts === 0 ? "text-ink-faint" : "text-ink-soft"}>
      {answerWords(delivery)}
      {isWaiting && circuitOpen && ", waits for the endpoint"}
      {isWaiting && !circuitOpen && attempts > 0 && (
        <>
          {", again "}
          <Until at={nextAttemptAt} />
        </>
      )}
    </span>
  );
};

/** What is sent again by hand has no answer yet, but that of before. */
export const answerWords = ({ attempts, lastStatus, reason, state }: AnswerProps["delivery"]): string => {
  if (reason !== null) return outcomeWords(reason, lastStatus);
  if (state === "DELIVERED") return outcomeWords("delivered", lastStatus);
  return attempts === 0 ? "Not sent yet" : "To be sent again";
};
