import { statement } from "@aviationalley/db/client.ts";
import type { z } from "zod";
import type { EventDefinition } from "../../lib/events.ts";
import { newId } from "../../lib/ids.ts";
import type { CenterTx } from "../../lib/transaction.ts";

const insertEvents = statement<never>(
  "webhooks.insert_events",
  `insert into events (center_id, id, type, subject_id, version, data, created_at)
   select $1, e.id, $2, e.subject_id, e.version, e.data, $3
     from unnest($4::uuid[], $5::uuid[], $6::int[], $7::json[]) as e(id, subject_id, version, data)`,
);

/** What every resource has that can be the object of an event. */
interface Subject {
  id: string;
  version: number;
}

/** One change: the resource as it is now, and the earlier values of the fields that changed (null where it is new). */
export interface Change<Resource> {
  object: Resource;
  previous: Partial<Resource> | null;
}

/**
 * Records that something happened, in the caller's own transaction: the event exists if and only if the change
 * commits. Imports bring the past along and say nothing.
 */
export const emit = <Shape extends z.ZodType<Subject>>(
  tx: CenterTx,
  event: EventDefinition<Shape>,
  object: z.output<Shape>,
  previous: Partial<z.output<Shape>> | null,
): Promise<void> => emitAll(tx, event, [{ object, previous }]);

/** The same event for many rows in one statement, as the timed jobs need it. */
export const emitAll = async <Shape extends z.ZodType<Subject>>(
  tx: CenterTx,
  event: EventDefinition<Shape>,
  changes: readonly Change<z.output<Shape>>[],
): Promise<void> => {
  if (tx.origin === "import" || changes.length === 0) return;
  await tx.run(insertEvents, [
    tx.centerId,
    event.type,
    tx.at,
    changes.map(() => newId()),
    changes.map(({ object }) => object.id),
    changes.map(({ object }) => object.version),
    changes.map(({ object, previous }) => JSON.stringify({ object, previous })),
  ]);
};
