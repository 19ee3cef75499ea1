import { fail, type Failure, isFailure } from "../../lib/errors.ts";
import { fullName } from "../../lib/full-name.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { lockCrewMembers } from "../crew/reads.ts";
import type { CrewMember } from "../crew/schema.ts";
import { lockSimulators, simulatorChoices } from "../devices/reads.ts";
import type { Simulator } from "../devices/schema.ts";
import { lockTrainees } from "../trainees/reads.ts";
import type { Trainee } from "../trainees/schema.ts";
import type { Booking, BookingDraft } from "./schema.ts";

/** The devices and people that a batch of bookings refers to, locked until the transaction ends. */
export interface Resources {
  simulators: ReadonlyMap<string, Simulator>;
  trainees: ReadonlyMap<string, Trainee>;
  crew: ReadonlyMap<string, CrewMember>;
}

/** What a booking needs: the fields of a draft, all given. */
export type Wanted = Pick<BookingDraft, "simulatorId" | "trainees"> & { instructorId: string | null };

/**
 * Locks what is wanted, always simulators, then trainees, then crew, each in id order, so that two bookings that want
 * the same things wait for each other instead of deadlocking.
 */
export const lockResources = async (tx: CenterTx, wanted: readonly Wanted[]): Promise<Resources> => {
  const simulators = await lockSimulators(tx, distinct(wanted.map(({ simulatorId }) => simulatorId)));
  const trainees = await lockTrainees(tx, distinct(wanted.flatMap((one) => one.trainees.map(({ id }) => id))));
  const crew = await lockCrewMembers(tx, distinct(wanted.flatMap(({ instructorId }) => instructorId ?? [])));
  return { simulators, trainees, crew };
};

const distinct = (ids: readonly string[]): string[] => [...new Set(ids)];

/** What a booking quotes of its resources. */
export type Quoted = Pick<Booking, "simulator" | "trainees" | "instructor">;

const INSTRUCTORS: ReadonlySet<CrewMember["role"]> = new Set(["INSTRUCTOR", "CHECK_INSTRUCTOR"]);

/**
 * The names a booking quotes, or which reference is unknown in this center (with the simulators there are). Who is to
 * teach must be an instructor; who was `seated` as one stays, whatever their role has become since.
 */
export const quote = async (
  tx: CenterTx,
  wanted: Wanted,
  resources: Resources,
  seated: Booking["instructor"] = null,
): Promise<Quoted | Failure> => {
  const simulator = resources.simulators.get(wanted.simulatorId);
  if (!simulator) {
    const known = await simulatorChoices(tx, tx.centerId);
    return fail("unprocessable", `No simulator ${wanted.simulatorId} exists in this center; choose one of \`known\`.`, {
      errors: [{ path: "simulatorId", message: "refers to no simulator of this center" }],
      known,
    });
  }
  const trainees = seatTrainees(wanted, resources);
  if (isFailure(trainees)) return trainees;
  const instructor = seatInstructor(wanted, resources, seated);
  if (isFailure(instructor)) return instructor;
  return { simulator: { id: simulator.id, name: simulator.name, type: simulator.type }, trainees, instructor };
};

const seatTrainees = ({ trainees }: Wanted, resources: Resources): Booking["trainees"] | Failure => {
  const seats: Booking["trainees"] = [];
  for (const [index, { id, seat }] of trainees.entries()) {
    const trainee = resources.trainees.get(id);
    if (!trainee)
      return fail("unprocessable", `No trainee ${id} exists in this center; GET /trainees lists them.`, {
        errors: [{ path: `trainees.${index}.id`, message: "refers to no trainee of this center" }],
      });
    seats.push({ id, name: fullName(trainee), seat });
  }
  return seats;
};

const seatInstructor = (
  { instructorId }: Wanted,
  resources: Resources,
  seated: Booking["instructor"],
): Booking["instructor"] | Failure => {
  if (instructorId === null) return null;
  const member = resources.crew.get(instructorId);
  const refused = (detail: string, message: string): Failure =>
    fail("unprocessable", detail, { errors: [{ path: "instructorId", message }] });
  if (!member)
    return refused(
      `No crew member ${instructorId} exists in this center; GET /crew?role=INSTRUCTOR lists the instructors.`,
      "refers to no crew member of this center",
    );
  if (member.id !== seated?.id && !INSTRUCTORS.has(member.role))
    return refused(
      `${fullName(member)} is ${member.role}, not an instructor; GET /crew?role=INSTRUCTOR lists the instructors.`,
      "refers to a crew member who is not an instructor",
    );
  return { id: member.id, name: fullName(member) };
};
