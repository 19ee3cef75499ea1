import { fail, type Failure, isFailure } from "../../lib/errors.ts";
import { fullName } from "../../lib/full-name.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { lockCrewMembers } from "../crew/reads.ts";
import type { CrewMember } from "../crew/schema.ts";
import { lockSimulators, simulatorChoices } from "../devices/reads.ts";
import type { Simulator } from "../devices/schema.ts";
import type { WorkOrder } from "./schema.ts";

/** The simulators and people that a batch of work orders refers to, locked until the transaction ends. */
export interface References {
  simulators: ReadonlyMap<string, Simulator>;
  crew: ReadonlyMap<string, CrewMember>;
}

export interface Referring {
  simulatorId: string;
  assigneeId?: string | null | undefined;
}

/** Locks what is referred to: simulators, then crew, each in id order, as bookings do; the work orders come after. */
export const lockReferences = async (tx: CenterTx, referring: readonly Referring[]): Promise<References> => {
  const simulators = await lockSimulators(tx, [...new Set(referring.map(({ simulatorId }) => simulatorId))]);
  const crew = await lockCrewMembers(tx, [...new Set(referring.flatMap(({ assigneeId }) => assigneeId ?? []))]);
  return { simulators, crew };
};

/** What a work order quotes, or which reference is unknown in this center (with the simulators there are). */
export const quote = async (
  tx: CenterTx,
  { simulatorId, assigneeId }: Referring,
  references: References,
): Promise<Pick<WorkOrder, "simulator" | "assignee"> | Failure> => {
  const simulator = references.simulators.get(simulatorId);
  if (!simulator)
    return fail("unprocessable", `No simulator ${simulatorId} exists in this center; choose one of \`known\`.`, {
      errors: [{ path: "simulatorId", message: "refers to no simulator of this center" }],
      known: await simulatorChoices(tx, tx.centerId),
    });
  const assignee = quoteAssignee(assigneeId ?? null, references);
  if (isFailure(assignee)) return assignee;
  return { simulator: { id: simulator.id, name: simulator.name, type: simulator.type }, assignee };
};

export const quoteAssignee = (assigneeId: string | null, { crew }: References): WorkOrder["assignee"] | Failure => {
  if (assigneeId === null) return null;
  const member = crew.get(assigneeId);
  return member
    ? { id: member.id, name: fullName(member) }
    : fail("unprocessable", `No crew member ${assigneeId} exists in this center; GET /crew lists them.`, {
        errors: [{ path: "assigneeId", message: "refers to no crew member of this center" }],
      });
};
