import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import type { Trainee } from "./schema.ts";

const locked = statement<{ document: string }>(
  "trainees.lock",
  `select document from trainees where center_id = $1 and id = any($2::uuid[]) order by id for no key update`,
);

/** These trainees by id, locked in id order until the transaction ends; who is not of the center is missing. */
export const lockTrainees = async (tx: CenterTx, ids: readonly string[]): Promise<Map<string, Trainee>> => {
  if (ids.length === 0) return new Map();
  const rows = await tx.many(locked, [tx.centerId, ids]);
  const trainees = rows.map(({ document }) => JSON.parse(document) as Trainee); // written by this module alone
  return new Map(trainees.map((trainee) => [trainee.id, trainee]));
};

export interface TraineeKeys {
  id: string;
  email: string;
  course: string;
}

const keys = statement<TraineeKeys>(
  "trainees.keys",
  "select id, document->>'email' as email, document->>'course' as course from trainees where center_id = $1",
);

/** By what people call each trainee of the center. */
export const traineeKeys = (db: Queryable, centerId: CenterId): Promise<TraineeKeys[]> => db.many(keys, [centerId]);
