import { useState } from "react";
import type { Problem } from "../../../lib/problem.ts";
import type { Result } from "../../session/session-api.ts";
import { sessionEnded } from "../../session/session-state.ts";

/** Runs one call of the session routes at a time; keeps why it failed. */
export const useAction = () => {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const run = async <Value>(call: () => Promise<Result<Value>>, onDone: (value: Value) => void): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    const result = await call();
    setBusy(false);
    if (result.ok) return onDone(result.value);
    if (result.problem.code === "unauthenticated") sessionEnded();
    setProblem(result.problem);
  };
  return { busy, problem, run };
};
