import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { isFailure } from "../../lib/errors.ts";
import type { Instant } from "../../lib/time.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";
import { createBookings, type NewBooking } from "../../modules/bookings/commands/create.ts";
import { findSampleData } from "../../modules/centers/queries/centers.ts";
import { createCrewMembers } from "../../modules/crew/commands.ts";
import { createFleet, createSimulators } from "../../modules/devices/commands.ts";
import { logFlights } from "../../modules/flight-log/commands/log.ts";
import { createTrainees } from "../../modules/trainees/commands.ts";
import { createWorkOrders } from "../../modules/work-orders/commands/create.ts";
import { allWritten, type Create, keyed, writeAll } from "./batches.ts";
import { generate } from "./generate.ts";
import { organisationOf } from "./organisations.ts";
import type { Session } from "./sessions.ts";
import { instantOf } from "./wall-clock.ts";
import { writeOperations, type WrittenOperations } from "./write-operations.ts";

export interface FillOptions {
  /** The same seed and `now` give the same rows, but for their ids. */
  seed: number;
  /** What the history leads up to, at most the center's clock, which is the default. */
  now?: Instant;
  /** 1 (default): about 10,000 bookings. */
  scale?: number;
  log?: (line: string) => void;
}

/** How many rows of each kind were written; `refused` counts bookings that collided with an earlier one. */
export interface Filled extends WrittenOperations {
  simulators: number;
  aircraft: number;
  crew: number;
  trainees: number;
  bookings: number;
  refused: number;
  workOrders: number;
  flights: number;
}

interface Ids {
  simulator: (name: string) => string;
  member: (employeeNumber: string) => { id: string; userId: string };
  trainee: (email: string) => string;
}

/**
 * Gives an empty center two years of history and a month of plans, of the kind that it was made for, through the modules' own commands. No events. Several
 * transactions: when it fails half way, what it wrote stays, but not where it joins a transaction (of origin "import").
 */
export const fillCenter = async (db: Db | CenterTx, centerId: CenterId, options: FillOptions): Promise<Filled> => {
  const { seed, scale = 1, log = () => {} } = options;
  const clock = await transaction(db, centerId, ({ now, zone }) => Promise.resolve({ now, zone }));
  const { kind, name } = await findSampleData(db, centerId);
  const organisation = organisationOf(kind, name);
  log(`Generating ${organisation.label} from seed ${seed} …`);
  const data = generate({ seed, scale, organisation, zone: clock.zone, now: options.now ?? clock.now });
  const write = async <Draft, Row>(drafts: readonly Draft[], create: Create<Draft, Row>): Promise<Row[]> =>
    allWritten(await writeAll(db, centerId, drafts, create));

  const devices = data.devices.map(({ name, type, qualificationLevel }) => ({ name, type, qualificationLevel }));
  const simulators = await write(devices, createSimulators);
  const aircraft = await write(data.fleet, createFleet);
  const crew = await write(data.crew, createCrewMembers);
  const member = keyed(
    crew,
    ({ employeeNumber }) => employeeNumber,
    ({ id, userId }) => ({ id, userId }),
  );
  const trainees = await write(
    data.trainees.map(({ primaryInstructor, ...draft }) => ({
      ...draft,
      primaryInstructorId: member(primaryInstructor).id,
    })),
    createTrainees,
  );
  log(`${simulators.length} devices, ${aircraft.length} aircraft, ${crew.length} crew, ${trainees.length} trainees.`);
  const ids: Ids = {
    member,
    simulator: keyed(
      simulators,
      ({ name }) => name,
      ({ id }) => id,
    ),
    trainee: keyed(
      trainees,
      ({ email }) => email,
      ({ id }) => id,
    ),
  };
  const { bookings, refused } = await book(db, centerId, [...data.sessions, ...data.lateRequests], ids, log);
  const workOrders = await write(
    data.workOrders.map(({ simulator, assignee, ...draft }) => ({
      ...draft,
      simulatorId: ids.simulator(simulator),
      assigneeId: assignee === null ? null : member(assignee).id,
    })),
    createWorkOrders,
  );
  const flights = await write(
    data.flights.map(({ person, ...draft }) => ({ ...draft, userId: member(person).userId })),
    logFlights,
  );
  log(`${workOrders.length} work orders, ${flights.length} flights.`);
  const tails = keyed(
    aircraft,
    ({ tailNumber }) => tailNumber,
    ({ id }) => id,
  );
  const operations = await writeOperations(data, { ...ids, aircraft: tails }, write);
  log(
    `${operations.invoices} invoices, ${operations.compliance} compliance items, ${operations.deferrals} deferrals, ` +
      `${operations.stageChecks} stage checks, ${operations.trips} trips, ${operations.reserve} reserve windows.`,
  );
  return {
    ...operations,
    simulators: simulators.length,
    aircraft: aircraft.length,
    crew: crew.length,
    trainees: trainees.length,
    bookings,
    refused,
    workOrders: workOrders.length,
    flights: flights.length,
  };
};

/** Books what can be booked, and tells of the rest. */
const book = async (
  db: Db | CenterTx,
  centerId: CenterId,
  sessions: readonly Session[],
  ids: Ids,
  log: (line: string) => void,
): Promise<{ bookings: number; refused: number }> => {
  const drafts = sessions.map((session) => draftOf(session, ids));
  const outcomes = await writeAll(db, centerId, drafts, createBookings, (done) => {
    if (done % 2500 === 0)
      log(`${done.toLocaleString("en-US")} of ${drafts.length.toLocaleString("en-US")} bookings …`);
  });
  const failures = outcomes.filter(isFailure);
  for (const failure of failures) if (failure.code !== "booking_overlap") allWritten([failure]);
  const bookings = outcomes.length - failures.length;
  log(`${bookings.toLocaleString("en-US")} bookings; ${failures.length} refused: double-booked.`);
  return { bookings, refused: failures.length };
};

const draftOf = (session: Session, ids: Ids): NewBooking => ({
  simulatorId: ids.simulator(session.simulator),
  trainees: session.trainees.map(({ email, seat }) => ({ id: ids.trainee(email), seat })),
  instructorId: session.instructor === null ? null : ids.member(session.instructor).id,
  startsAt: instantOf(session.from),
  endsAt: instantOf(session.to),
  sessionType: session.sessionType,
  notes: session.notes,
  externalRef: session.externalRef,
  status: session.status,
  cancelReason: session.cancelReason,
});
