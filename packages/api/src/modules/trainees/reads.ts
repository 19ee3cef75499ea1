import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { anyOf } from "../../lib/bound-arrays.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import type { Trainee } from "./schema.ts";

const locked = statement<{ document: string }>(
  "trainees.lock",
  `select document from trainees where center_id = $1 and id = ${anyOf("$2::uuid[]")} order by id for no key update`,
);

/** These trainees by id, locked in id order until the transaction ends; who is not of the center is missing. */
export const lockTrainees = async (tx: CenterTx, ids: readonly string[]): Promise<Map<string, Trainee>> => {
  if (ids.length === 0) return new Map();
  const rows = await tx.many(locked, [tx.centerId, ids]);
  const trainees = rows.map(({ document }) => JSON.parse(document) as Trainee); // written by this module alone
  return new Map(trainees.map((trainee) => [trainee.id, trainee]));
};

const instructed = statement<{ trainee_id: string; crew_member_id: string }>(
  "trainees.primary_instructors_ever",
  `select trainee_id, crew_member_id from trainee_primary_instructors
    where center_id = $1 and trainee_id = ${anyOf("$2::uuid[]")}`,
);

/** Everyone who is or ever was the primary instructor of each of these trainees. Lock the trainees before asking. */
export const primaryInstructorsEver = async (
  tx: CenterTx,
  traineeIds: readonly string[],
): Promise<Map<string, Set<string>>> => {
  const rows = await tx.many(instructed, [tx.centerId, traineeIds]);
  const byTrainee = Map.groupBy(rows, (row) => row.trainee_id);
  return new Map([...byTrainee].map(([id, own]) => [id, new Set(own.map((row) => row.crew_member_id))]));
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
