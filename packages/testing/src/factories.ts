import { randomBytes } from "node:crypto";
import type { Context } from "@aviationalley/api/lib/context.ts";
import { type Failure, FailureError, isFailure } from "@aviationalley/api/lib/errors.ts";
import type { Role } from "@aviationalley/api/lib/roles.ts";
import { HOUR_MS, plusMs } from "@aviationalley/api/lib/time.ts";
import { type Origin, transaction } from "@aviationalley/api/lib/transaction.ts";
import { createBookings, type NewBooking } from "@aviationalley/api/modules/bookings/commands/create.ts";
import type { Booking } from "@aviationalley/api/modules/bookings/schema.ts";
import { createLiveCenter } from "@aviationalley/api/modules/centers/commands/centers.ts";
import type { CenterDraft } from "@aviationalley/api/modules/centers/schema.ts";
import { createCrewMember } from "@aviationalley/api/modules/crew/commands.ts";
import type { CrewDraft, CrewMember } from "@aviationalley/api/modules/crew/schema.ts";
import { createAircraft, createSimulator } from "@aviationalley/api/modules/devices/commands.ts";
import type { Aircraft, AircraftDraft, Simulator, SimulatorDraft } from "@aviationalley/api/modules/devices/schema.ts";
import { createTrainee, type NewTrainee } from "@aviationalley/api/modules/trainees/commands.ts";
import type { Trainee } from "@aviationalley/api/modules/trainees/schema.ts";
import type { CenterId, Db } from "@aviationalley/db/client.ts";

/** Rows for tests, made by the commands themselves. Each takes what the test is about; the rest is made up. */

/** The value, or the failure as an exception, for steps that a test takes for granted. */
export const ok = <Value>(value: Value | Failure): Value => {
  if (isFailure(value)) throw new FailureError(value);
  return value;
};

const unique = (): string => randomBytes(4).toString("hex").toUpperCase();

/** A live center with its sandbox. */
export const newTwins = (
  db: Db,
  draft: Partial<CenterDraft> = {},
): Promise<{ liveId: CenterId; sandboxId: CenterId }> =>
  createLiveCenter(
    db,
    { actor: { kind: "operator" }, address: null },
    { name: `Center ${unique()}`, timezone: "UTC", ...draft },
  );

/** A live center. */
export const newCenter = async (db: Db, draft: Partial<CenterDraft> = {}): Promise<CenterId> =>
  (await newTwins(db, draft)).liveId;

export const newSimulator = async (
  db: Db,
  centerId: CenterId,
  draft: Partial<SimulatorDraft> = {},
): Promise<Simulator> =>
  ok(
    await createSimulator(db, centerId, {
      name: `B737-800 ${unique()}`,
      type: "B738",
      qualificationLevel: "FFS_D",
      ...draft,
    }),
  );

export const newAircraft = async (db: Db, centerId: CenterId, draft: Partial<AircraftDraft> = {}): Promise<Aircraft> =>
  ok(await createAircraft(db, centerId, { tailNumber: `N${unique()}`, type: "C172", ...draft }));

/** A crew member; an instructor unless the draft says otherwise. */
export const newCrewMember = async (
  db: Db,
  centerId: CenterId,
  draft: Partial<CrewDraft> = {},
): Promise<CrewMember> => {
  const number = unique();
  return ok(
    await createCrewMember(db, centerId, {
      firstName: "Robin",
      lastName: `Adeyemi ${number}`,
      employeeNumber: `E-${number}`,
      email: `robin.${number.toLowerCase()}@example.com`,
      role: "INSTRUCTOR",
      base: "DEN",
      aircraftTypes: ["B738"],
      ...draft,
    }),
  );
};

export const newTrainee = async (db: Db, centerId: CenterId, draft: Partial<NewTrainee> = {}): Promise<Trainee> => {
  const number = unique();
  return ok(
    await createTrainee(db, centerId, {
      firstName: "Casey",
      lastName: `Moreno ${number}`,
      email: `casey.${number.toLowerCase()}@example.com`,
      course: "B737 Type Rating",
      ...draft,
    }),
  );
};

/**
 * A two-hour session that begins in an hour, on a simulator of its own unless the draft names one. As an `import` it
 * may lie in the past and be in any state, and fires nothing.
 */
export const newBooking = async (
  db: Db,
  centerId: CenterId,
  draft: Partial<NewBooking> = {},
  origin: Origin = "change",
): Promise<Booking> => {
  const simulatorId = draft.simulatorId ?? (await newSimulator(db, centerId)).id;
  const made = await transaction(
    db,
    centerId,
    async (tx) => {
      const startsAt = draft.startsAt ?? plusMs(tx.now, HOUR_MS);
      const session = { simulatorId, trainees: [], startsAt, endsAt: plusMs(startsAt, 2 * HOUR_MS) };
      const [booking] = await createBookings(tx, [{ ...session, sessionType: "TRAINING", ...draft }]);
      if (!booking) throw new Error("A batch of one has one outcome.");
      return booking;
    },
    origin,
  );
  return ok(made);
};

/** What a procedure knows when a member with these roles calls it. */
export const memberContext = (db: Db, centerId: CenterId, ...roles: readonly Role[]): Context => ({
  ...anyone(db, centerId),
  actor: { kind: "user", id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f01", name: "Sam Okafor" },
  roles: new Set(roles),
});

/** What a procedure knows when a key with these scopes calls it. */
export const keyContext = (db: Db, centerId: CenterId, ...scopes: readonly string[]): Context => ({
  ...anyone(db, centerId),
  actor: { kind: "key", id: "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f02", name: "Test key" },
  scopes: new Set(scopes),
});

const anyone = (db: Db, centerId: CenterId): Context => ({
  db,
  centerId,
  actor: { kind: "operator" },
  scopes: new Set(),
  roles: new Set(),
  address: null,
  expectedVersion: null,
  wire: "value",
});
