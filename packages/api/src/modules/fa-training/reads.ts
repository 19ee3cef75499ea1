import { statement } from "@aviationalley/db/client.ts";
import { anyOf } from "../../lib/bound-arrays.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import type { FaTraining } from "./schema.ts";

const ofPeople = statement<{ document: string }>(
  "fa_training.alike",
  `select document from fa_training where center_id = $1 and crew_member_id = ${anyOf("$2::uuid[]")}`,
);

/** The currencies of these people: by them an import finds what it brought before. */
export const currenciesOf = async (tx: CenterTx, crewMemberIds: readonly string[]): Promise<FaTraining[]> =>
  (await tx.many(ofPeople, [tx.centerId, crewMemberIds])).map(({ document }) => JSON.parse(document) as FaTraining); // written by this module alone
