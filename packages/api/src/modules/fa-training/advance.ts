import { earlierValues } from "../../lib/changes.ts";
import type { EventDefinition } from "../../lib/events.ts";
import { localDate } from "../../lib/time.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { emitAll } from "../../platform/webhooks/emit.ts";
import { faTrainingDueSoon, faTrainingExpired } from "./events.ts";
import { updateFaTrainings } from "./queries.ts";
import { nextStep } from "./rules.ts";
import type { faTraining, FaTraining, TrainingStatus } from "./schema.ts";

/** What entering a state fires; DUE and GRACE are told by nothing. */
const ENTERED: Readonly<Partial<Record<TrainingStatus, EventDefinition<typeof faTraining>>>> = {
  DUE_SOON: faTrainingDueSoon,
  EXPIRED: faTrainingExpired,
};

/** Moves rows of one state, that time has moved on from, to the next; one step, with its event. */
export const advance = async (tx: CenterTx, rows: readonly FaTraining[]): Promise<FaTraining[]> => {
  const changes = rows.flatMap((row) => {
    const step = nextStep(row);
    if (!step) return [];
    const object = { ...row, status: step.status, version: row.version + 1, updatedAt: tx.at };
    return [{ object, previous: earlierValues(row, object) }];
  });
  const [first] = changes;
  if (!first) return [];
  const moved = changes.map(({ object }) => object);
  await updateFaTrainings(tx, moved);
  const event = ENTERED[first.object.status];
  if (event) await emitAll(tx, event, changes);
  return moved;
};

/** A row as time has it by now, step by step: for commands that come before the next run of the jobs. */
export const caughtUp = async (tx: CenterTx, row: FaTraining): Promise<FaTraining> => {
  const step = nextStep(row);
  if (!step || step.on > localDate(tx.now, tx.zone)) return row;
  const [moved] = await advance(tx, [row]);
  return moved ? caughtUp(tx, moved) : row;
};
