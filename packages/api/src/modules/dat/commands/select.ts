import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { v7 } from "uuid";
import { fail, type Failure, invalidFields, isFailure, isSuccess } from "../../../lib/errors.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { lockCrewMembers } from "../../crew/reads.ts";
import { appendResults, insertDatRecords } from "../queries/tests.ts";
import { courseFaults } from "../rules.ts";
import type { DatRecord, DatTestDraft, Determiner } from "../schema.ts";

type Course = Pick<
  DatRecord,
  "status" | "selectedAt" | "notifiedAt" | "collectedAt" | "resultedAt" | "result" | "cancelReason"
>;

/** The state that a test is in by now, with its times and its result. */
export interface DatCourse extends Partial<Course> {
  determinedBy?: Determiner | undefined;
}

/** A draft; an import may bring what became of it. */
export interface NewDatTest extends DatTestDraft, DatCourse {}

type Selected = DatRecord | Failure;

/** Selects one person for a test. Nobody is told, nothing fires. */
export const selectForTest = (db: Db | CenterTx, centerId: CenterId, draft: DatTestDraft): Promise<Selected> =>
  transaction(db, centerId, async (tx) => {
    if (draft.reason === "RANDOM") return mustBeDrawn();
    const [selected] = await selectForTests(tx, [draft]);
    if (!selected) throw new Error("A batch of one has one outcome.");
    return selected;
  });

const mustBeDrawn = (): Failure =>
  invalidFields([
    { path: "reason", message: "must not be RANDOM: who is tested at random comes from a draw (14 CFR 120.109(b))" },
  ]);

/** Selects a batch: each outcome stands at its draft's place, and the good ones are written. */
export const selectForTests = async (tx: CenterTx, drafts: readonly NewDatTest[]): Promise<Selected[]> => {
  const crew = await lockCrewMembers(tx, [...new Set(drafts.map(({ crewMemberId }) => crewMemberId))]);
  const outcomes = drafts.map((draft) => judge(tx, draft, crew));
  const selected = outcomes.filter(isSuccess);
  if (selected.length === 0) return outcomes;
  await insertDatRecords(tx, selected);
  await appendResults(
    tx,
    outcomes.flatMap((test, place) => {
      const { determinedBy } = drafts[place] ?? {};
      if (isFailure(test) || test.result === null || !determinedBy) return [];
      return [{ test, recorded: { result: test.result, determinedBy, note: null, recordedAt: tx.at } }];
    }),
  );
  return outcomes;
};

const judge = (tx: CenterTx, draft: NewDatTest, crew: ReadonlyMap<string, unknown>): Selected => {
  const { crewMemberId, testType, reason, determinedBy } = draft;
  if (!crew.has(crewMemberId))
    return fail("unprocessable", `No crew member ${crewMemberId} exists in this center; GET /crew lists them.`, {
      errors: [{ path: "crewMemberId", message: "refers to no crew member of this center" }],
    });
  const row: DatRecord = {
    id: timelessId(),
    centerId: tx.centerId,
    version: 1,
    createdAt: tx.at,
    updatedAt: tx.at,
    crewMemberId,
    testType,
    status: draft.status ?? "SELECTED",
    notifiedAt: draft.notifiedAt ?? null,
    resultedAt: draft.resultedAt ?? null,
    reason,
    selectedAt: draft.selectedAt ?? draft.notifiedAt ?? tx.now,
    collectedAt: draft.collectedAt ?? null,
    result: draft.result ?? null,
    cancelReason: draft.cancelReason ?? null,
  };
  const faults = courseFaults(row, determinedBy, tx.now);
  return faults.length > 0 ? invalidFields(faults) : row;
};

/** A UUIDv7 whose time is 1970: its id would else tell, to the millisecond, when a person was selected. */
const timelessId = (): string => v7({ msecs: 0 });
