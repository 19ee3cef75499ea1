import { fail, type Failure, isFailure } from "@aviationalley/api/lib/errors.ts";
import { transaction } from "@aviationalley/api/lib/transaction.ts";
import { completeWork, startWork } from "@aviationalley/api/modules/work-orders/commands/change.ts";
import { createWorkOrder } from "@aviationalley/api/modules/work-orders/commands/create.ts";
import { type Db, DatabaseUnavailable } from "@aviationalley/db/client.ts";
import type { Journal } from "./journal.ts";
import type { ProducerLine, ProducerOrder } from "./lines.ts";

type Changed = { readonly id: string; readonly version: number } | Failure;

/**
 * The n-th work order of a producer: opened, begun, completed, by commands in this process, which dies with -9 in the
 * midst of them. No key protects these: one whose connection broke is not tried again. Every fourth is rolled back.
 */
export const workOff = async (
  db: Db,
  order: ProducerOrder,
  journal: Journal<ProducerLine>,
  simulatorId: string,
  n: number,
): Promise<void> => {
  const { center } = order;
  const title = `${order.name}-work-${n}`;
  const attempt = async (step: string, change: () => Promise<Changed>): Promise<string | undefined> => {
    const key = `${title} ${step}`;
    try {
      const changed = await change();
      const at = Date.now();
      if (isFailure(changed)) await journal.write({ t: "refused", at, key, why: changed.detail });
      else await journal.write({ t: "acknowledged", at, key, tries: 1, replayed: false, ...versionOf(changed) });
      return isFailure(changed) ? undefined : changed.id;
    } catch (error) {
      const at = Date.now();
      if (error instanceof DatabaseUnavailable) await journal.write({ t: "unknown", at, key });
      else await journal.write({ t: "refused", at, key, why: String(error) });
      return undefined;
    }
  };
  if (n % 4 === 3) {
    await journal.write({ t: "void", at: Date.now(), key: title });
    await rollBack(db, order, simulatorId, title);
    return;
  }
  await journal.write({ t: "begun", at: Date.now(), key: title });
  const id = await attempt("open", () => createWorkOrder(db, center, { simulatorId, title }));
  if (id === undefined) return;
  const target = { id, expectedVersion: null };
  if ((await attempt("start", () => startWork(db, center, target))) === undefined) return;
  await attempt("complete", () => completeWork(db, center, target, "Adjusted."));
};

const versionOf = ({ id, version }: { id: string; version: number }) => ({ id, version });

const rollBack = async (db: Db, { center }: ProducerOrder, simulatorId: string, title: string): Promise<void> => {
  try {
    await transaction(db, center, async (tx) => {
      await createWorkOrder(tx, center, { simulatorId, title });
      return fail("conflict", "Rolled back on purpose.");
    });
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
  }
};
