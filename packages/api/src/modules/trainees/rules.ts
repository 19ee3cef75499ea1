import { type Failure, invalidTransition } from "../../lib/errors.ts";
import type { Trainee, TraineeStatus } from "./schema.ts";

/** Which states follow which; what is not listed is refused. */
export const TRANSITIONS: Readonly<Record<TraineeStatus, readonly TraineeStatus[]>> = {
  ACTIVE: ["ON_HOLD", "COMPLETED", "WITHDRAWN"],
  ON_HOLD: ["ACTIVE", "WITHDRAWN"],
  COMPLETED: [],
  WITHDRAWN: [],
};

/** The trainee in the next state, or why they cannot go there. */
export const move = (row: Trainee, to: TraineeStatus): Trainee | Failure =>
  TRANSITIONS[row.status].includes(to)
    ? { ...row, status: to }
    : invalidTransition("trainee", row.status, to, TRANSITIONS[row.status]);
