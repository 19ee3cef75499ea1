import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { fail, type Failure, invalidFields, isSuccess } from "../../../lib/errors.ts";
import { fullName } from "../../../lib/full-name.ts";
import { newId } from "../../../lib/ids.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { lockCrewMembers } from "../../crew/reads.ts";
import type { CrewMember } from "../../crew/schema.ts";
import { insertFaTrainings } from "../queries.ts";
import { currenciesOf } from "../reads.ts";
import { baseOf, completionFaults, datesFrom, statusAt } from "../rules.ts";
import type { FaTraining, FaTrainingDraft } from "../schema.ts";

type Created = FaTraining | Failure;

/** Begins to keep one currency, in the state in which time has it. To begin keeping it fires nothing. */
export const createFaTraining = (db: Db | CenterTx, centerId: CenterId, draft: FaTrainingDraft): Promise<Created> =>
  transaction(db, centerId, async (tx) => {
    const [created] = await createFaTrainings(tx, [draft]);
    if (!created) throw new Error("A batch of one has one outcome.");
    return created;
  });

/** Begins to keep a batch: each outcome stands at its draft's place, and the good ones are written. */
export const createFaTrainings = async (tx: CenterTx, drafts: readonly FaTrainingDraft[]): Promise<Created[]> => {
  const crewIds = [...new Set(drafts.map(({ crewMemberId }) => crewMemberId))];
  // Who adds a currency of a person holds that person's lock: what is not there now is not there at the insert.
  const crew = await lockCrewMembers(tx, crewIds);
  const held = new Map((await currenciesOf(tx, crewIds)).map((row) => [currencyOf(row), row.id]));
  const outcomes = drafts.map((draft) => {
    const outcome = judge(tx, draft, crew);
    if (!isSuccess(outcome)) return outcome;
    const holder = held.get(currencyOf(outcome));
    if (holder !== undefined) return isHeld(holder);
    held.set(currencyOf(outcome), outcome.id);
    return outcome;
  });
  const created = outcomes.filter(isSuccess);
  if (created.length > 0) await insertFaTrainings(tx, created);
  return outcomes;
};

const judge = (tx: CenterTx, draft: FaTrainingDraft, crew: ReadonlyMap<string, CrewMember>): Created => {
  const member = crew.get(draft.crewMemberId);
  if (!member)
    return fail("unprocessable", `No crew member ${draft.crewMemberId} exists in this center; GET /crew lists them.`, {
      errors: [{ path: "crewMemberId", message: "refers to no crew member of this center" }],
    });
  const done = draft.lastCompletion ?? null;
  const base = baseOf(draft.baseMonth, done);
  const faults = done === null ? [] : completionFaults(draft.kind, done, tx.now, tx.zone);
  const ofCompletion = faults.map(({ path, message }) => ({ path: `lastCompletion.${path}`, message }));
  if (typeof base !== "string") return invalidFields([base, ...ofCompletion]);
  if (ofCompletion.length > 0) return invalidFields(ofCompletion);
  const dates = datesFrom(base, draft.kind);
  return {
    id: newId(),
    centerId: tx.centerId,
    version: 1,
    createdAt: tx.at,
    updatedAt: tx.at,
    crewMember: { id: member.id, name: fullName(member) },
    kind: draft.kind,
    aircraftType: draft.aircraftType ?? null,
    baseMonth: dates.baseMonth,
    lastCompletion: done,
    dueMonth: dates.dueMonth,
    expiresOn: dates.expiresOn,
    status: statusAt(dates.dueMonth, tx.now, tx.zone),
  };
};

/** What there is one of: a person, a cycle, an aircraft type. */
const currencyOf = ({ crewMember, kind, aircraftType }: FaTraining): string =>
  JSON.stringify([crewMember.id, kind, aircraftType]);

const isHeld = (holder: string): Failure =>
  fail(
    "conflict",
    `This person's currency in this cycle and aircraft type is kept already (${holder}). Record the completion there.`,
    { conflictingId: holder },
  );
