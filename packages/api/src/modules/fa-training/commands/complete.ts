import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { earlierValues } from "../../../lib/changes.ts";
import { type Failure, isFailure, notFound } from "../../../lib/errors.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { staleVersion, type Target } from "../../../lib/versions.ts";
import { emit } from "../../../platform/webhooks/emit.ts";
import { caughtUp } from "../advance.ts";
import { faTrainingCompleted } from "../events.ts";
import { appendLastCompletions, findFaTrainingForUpdate, updateFaTrainings } from "../queries.ts";
import { complete } from "../rules.ts";
import type { Completion, FaTraining } from "../schema.ts";

/** Records a completion. A repeated one writes nothing and fires nothing. */
export const completeFaTraining = (
  db: Db | CenterTx,
  centerId: CenterId,
  target: Target,
  done: Completion,
): Promise<FaTraining | Failure> =>
  transaction(db, centerId, async (tx) => {
    const loaded = await findFaTrainingForUpdate(tx, target.id);
    if (!loaded) return notFound("FA training currency");
    const refused = staleVersion("FA training currency", loaded, target.expectedVersion);
    if (refused) return refused;
    const row = await caughtUp(tx, loaded);
    const next = complete(row, done, tx.now, tx.zone);
    if (isFailure(next)) return next;
    const previous = earlierValues(row, next);
    if (!previous) return row;
    const saved = { ...next, version: row.version + 1, updatedAt: tx.at };
    await updateFaTrainings(tx, [saved]);
    await appendLastCompletions(tx, [saved]);
    await emit(tx, faTrainingCompleted, saved, previous);
    return saved;
  });
