import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { earlierValues, withChange } from "../../lib/changes.ts";
import { brokenConstraint } from "../../lib/constraints.ts";
import { fail, type Failure, isFailure, isSuccess, notFound } from "../../lib/errors.ts";
import { fullName } from "../../lib/full-name.ts";
import { newId } from "../../lib/ids.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";
import { staleVersion, type Target } from "../../lib/versions.ts";
import { requoteBookings } from "../bookings/commands/requote.ts";
import { requoteFaTraining } from "../fa-training/commands/requote.ts";
import { requoteReserves } from "../reserve/commands/requote.ts";
import { requoteStageChecks } from "../stage-checks/commands/requote.ts";
import { requoteTripTrades } from "../trip-trades/commands/requote.ts";
import { requoteWorkOrders } from "../work-orders/commands/requote.ts";
import {
  findCrewMemberForUpdate,
  findEmployees,
  findUsers,
  insertCrewMembers,
  updateCrewMembers,
} from "./queries/members.ts";
import type { CrewChange, CrewDraft, CrewMember } from "./schema.ts";

type Changed = Promise<CrewMember | Failure>;

/** Takes one person into the crew. */
export const createCrewMember = (db: Db | CenterTx, centerId: CenterId, draft: CrewDraft): Changed =>
  transaction(db, centerId, async (tx) => {
    const [created] = await createCrewMembers(tx, [draft]);
    if (!created) throw new Error("A batch of one has one outcome.");
    return created;
  }).catch(asTaken);

/** Takes a batch into the crew: each outcome stands at its draft's place, and the good ones are written. */
export const createCrewMembers = async (
  tx: CenterTx,
  drafts: readonly CrewDraft[],
): Promise<(CrewMember | Failure)[]> => {
  const employees = await findEmployees(
    tx,
    drafts.map(({ employeeNumber }) => employeeNumber),
  );
  const users = await findUsers(
    tx,
    drafts.flatMap(({ userId }) => userId ?? []),
  );
  const outcomes = drafts.map((draft) => {
    const row = newCrewMember(tx, draft);
    const employee = employees.get(row.employeeNumber);
    if (employee !== undefined) return employeeNumberTaken(row.employeeNumber, employee);
    const user = users.get(row.userId);
    if (user !== undefined) return userTaken(row.userId, user);
    employees.set(row.employeeNumber, row.id);
    users.set(row.userId, row.id);
    return row;
  });
  const joined = outcomes.filter(isSuccess);
  if (joined.length > 0) await insertCrewMembers(tx, joined);
  return outcomes;
};

const newCrewMember = (tx: CenterTx, draft: CrewDraft): CrewMember => ({
  id: newId(),
  centerId: tx.centerId,
  version: 1,
  createdAt: tx.at,
  updatedAt: tx.at,
  userId: draft.userId ?? newId(),
  firstName: draft.firstName,
  lastName: draft.lastName,
  employeeNumber: draft.employeeNumber,
  email: draft.email,
  role: draft.role,
  base: draft.base,
  aircraftTypes: draft.aircraftTypes,
});

/** Replaces details of a crew member, in what quotes them too. What changes nothing is no change. */
export const changeCrewMember = (db: Db | CenterTx, centerId: CenterId, target: Target, change: CrewChange): Changed =>
  transaction(db, centerId, async (tx) => {
    const row = await loadForChange(tx, target);
    if (isFailure(row)) return row;
    const next = withChange(row, change);
    if (!earlierValues(row, next)) return row;
    const holder = (await findEmployees(tx, [next.employeeNumber])).get(next.employeeNumber);
    if (holder !== undefined && holder !== row.id) return employeeNumberTaken(next.employeeNumber, holder);
    const saved = { ...next, version: next.version + 1, updatedAt: tx.at };
    await updateCrewMembers(tx, [saved]);
    if (fullName(saved) !== fullName(row)) {
      const person = { id: saved.id, name: fullName(saved) };
      await requoteBookings(tx, { person });
      await requoteWorkOrders(tx, { person });
      await requoteStageChecks(tx, { person });
      await requoteReserves(tx, { person });
      await requoteFaTraining(tx, { person });
      await requoteTripTrades(tx, { person });
    }
    return saved;
  }).catch(asTaken);

const loadForChange = async (tx: CenterTx, { id, expectedVersion }: Target): Changed => {
  const row = await findCrewMemberForUpdate(tx, id);
  if (!row) return notFound("crew member");
  return staleVersion("crew member", row, expectedVersion) ?? row;
};

const employeeNumberTaken = (employeeNumber: string, holder: string): Failure =>
  fail(
    "conflict",
    `Employee number ${employeeNumber} belongs to crew member ${holder}. Use another, or change that member.`,
    { conflictingId: holder },
  );

const userTaken = (userId: string, holder: string): Failure =>
  fail("conflict", `User ${userId} is crew member ${holder} already. Change that member instead.`, {
    conflictingId: holder,
  });

/** Two callers may both find a number free; the constraint then stops the second. */
const asTaken = (error: unknown): Failure => {
  switch (brokenConstraint(error) ?? "") {
    case "crew_members_employee_number":
      return fail("conflict", "The employee number was taken just now by another crew member. Use another.");
    case "crew_members_user":
      return fail("conflict", "The user became a crew member just now. Change that member instead.");
    default:
      throw error;
  }
};
