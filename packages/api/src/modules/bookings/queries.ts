import { type Queryable, statement } from "@aviationalley/db/client.ts";
import { Overtaken } from "@aviationalley/db/transaction.ts";
import { anyOf, unnested } from "../../lib/bound-arrays.ts";
import { brokenConstraint } from "../../lib/constraints.ts";
import { contains, equal, ids, oneOf, range, since, type Span, through } from "../../lib/list-filters.ts";
import { keysetList } from "../../lib/list.ts";
import { searchText } from "../../lib/search-text.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { occupies } from "./rules.ts";
import type { Booking, BookingStatus } from "./schema.ts";

/** The filters of the list; the most selective first, since the first that is given drives the SELECT. */
export interface BookingSearch {
  id?: string[] | undefined;
  traineeId?: string | undefined;
  instructorId?: string | undefined;
  startsAt?: Span | undefined;
  search?: string | undefined;
  updatedSince?: string | undefined;
  simulatorId?: string | undefined;
  status?: BookingStatus[] | undefined;
}

export const bookingDocuments = keysetList<BookingSearch>({
  table: "bookings",
  filters: {
    id: ids,
    traineeId: through("booking_people", "booking_id", "trainee_id"),
    instructorId: equal("instructor_id", "selective"),
    search: contains("search_text", "status"),
    updatedSince: since("updated_at"),
    simulatorId: equal("simulator_id"),
    status: oneOf("status"),
    startsAt: range("starts_at", "starts_month", "status"),
  },
});

interface DocumentRow {
  document: string;
}

const parse = ({ document }: DocumentRow): Booking => JSON.parse(document) as Booking; // written by saveNew and save alone

const forUpdate = statement<DocumentRow>(
  "bookings.for_update",
  "select document from bookings where center_id = $1 and id = $2 for update",
);

/** The booking, locked until the transaction ends. */
export const findBookingForUpdate = async (tx: CenterTx, id: string): Promise<Booking | undefined> => {
  const row = await tx.maybe(forUpdate, [tx.centerId, id]);
  return row && parse(row);
};

const byId = statement<DocumentRow>("bookings.by_id", "select document from bookings where center_id = $1 and id = $2");

export const findBooking = async (db: Queryable, centerId: string, id: string): Promise<Booking | undefined> => {
  const row = await db.maybe(byId, [centerId, id]);
  return row && parse(row);
};

const quoting = statement<DocumentRow>(
  "bookings.quoting",
  `select document from bookings
    where center_id = $1
      and (simulator_id = $2 or instructor_id = $2
           or id in (select booking_id from booking_people where center_id = $1 and trainee_id = $2))
    order by id for update`,
);

/** Every booking that quotes the name of this simulator or person, locked in id order. */
export const findQuotingForUpdate = async (tx: CenterTx, sourceId: string): Promise<Booking[]> =>
  (await tx.many(quoting, [tx.centerId, sourceId])).map(parse);

const COLUMNS = `
  version int, "createdAt" timestamptz, "updatedAt" timestamptz, simulator json, instructor json, status text,
  "startsAt" timestamptz, "endsAt" timestamptz, "externalRef" text`;

const insert = statement<never>(
  "bookings.insert",
  `insert into bookings (center_id, id, version, created_at, updated_at, simulator_id, instructor_id, status,
                         starts_at, ends_at, external_ref, search_text, document)
   select $1, given.id, b.version, b."createdAt", b."updatedAt", (b.simulator->>'id')::uuid,
          (b.instructor->>'id')::uuid, b.status, b."startsAt", b."endsAt", b."externalRef", given.search, given.document
     from ${unnested("$2::uuid[]", "$3::text[]", "$4::json[]")} as given(id, search, document)
    cross join lateral json_to_record(given.document) as b(${COLUMNS})`,
);

const update = statement<never>(
  "bookings.update",
  `update bookings
      set version = b.version, updated_at = b."updatedAt", simulator_id = (b.simulator->>'id')::uuid,
          instructor_id = (b.instructor->>'id')::uuid, status = b.status, starts_at = b."startsAt",
          ends_at = b."endsAt", external_ref = b."externalRef", search_text = given.search, document = given.document
     from ${unnested("$2::uuid[]", "$3::text[]", "$4::json[]")} as given(id, search, document)
    cross join lateral json_to_record(given.document) as b(${COLUMNS})
    where bookings.center_id = $1 and bookings.id = given.id`,
);

const clearPeople = statement<never>(
  "bookings.clear_people",
  `delete from booking_people where center_id = $1 and booking_id = ${anyOf("$2::uuid[]")}`,
);

const insertPeople = statement<never>(
  "bookings.insert_people",
  `insert into booking_people (center_id, booking_id, trainee_id, crew_member_id, starts_at, ends_at, occupied)
   select $1, * from ${unnested("$2::uuid[]", "$3::uuid[]", "$4::uuid[]", "$5::timestamptz[]", "$6::timestamptz[]", "$7::boolean[]")}`,
);

export const insertBookings = async (tx: CenterTx, bookings: readonly Booking[]): Promise<void> => {
  await Promise.all([tx.run(insert, written(tx, bookings)), tx.run(insertPeople, seated(tx, bookings))]).catch(
    anewIfTaken,
  );
};

/** Writes changed bookings; with `people` also who sits in them and when. */
export const updateBookings = async (tx: CenterTx, bookings: readonly Booking[], people = true): Promise<void> => {
  const rows = tx.run(update, written(tx, bookings));
  await Promise.all(
    people
      ? [
          rows,
          tx.run(clearPeople, [tx.centerId, bookings.map(({ id }) => id)]),
          tx.run(insertPeople, seated(tx, bookings)),
        ]
      : [rows],
  ).catch(anewIfTaken);
};

/** Who took a reference after `findReferences` has it for good by now: the next look tells whose it is. */
const anewIfTaken = (error: unknown): never => {
  if (brokenConstraint(error) !== "bookings_external_ref") throw error;
  throw new Overtaken("an externalRef was taken meanwhile", { cause: error });
};

const written = (tx: CenterTx, bookings: readonly Booking[]): unknown[] => [
  tx.centerId,
  bookings.map(({ id }) => id),
  bookings.map(searched),
  bookings.map((row) => JSON.stringify(row)),
];

const searched = (row: Booking): string =>
  searchText(
    row.simulator.name,
    row.instructor?.name,
    ...row.trainees.map(({ name }) => name),
    row.externalRef,
    row.notes,
  );

const seated = (tx: CenterTx, bookings: readonly Booking[]): unknown[] => {
  const seats = bookings.flatMap((row) => [
    ...row.trainees.map(({ id }) => ({ row, traineeId: id, crewMemberId: null })),
    ...(row.instructor ? [{ row, traineeId: null, crewMemberId: row.instructor.id }] : []),
  ]);
  return [
    tx.centerId,
    seats.map(({ row }) => row.id),
    seats.map(({ traineeId }) => traineeId),
    seats.map(({ crewMemberId }) => crewMemberId),
    seats.map(({ row }) => row.startsAt),
    seats.map(({ row }) => row.endsAt),
    seats.map(({ row }) => occupies(row.status)),
  ];
};

/** One row that is wanted: a device or person for a time. `ordinal` is the place of its booking in the batch. */
export interface Claim {
  ordinal: number;
  bookingId: string;
  resourceId: string;
  startsAt: string;
  endsAt: string;
}

export interface Conflict {
  ordinal: number;
  resourceId: string;
  conflictingId: string;
  startsAt: string;
  endsAt: string;
}

const conflicts = statement<{ ordinal: number; resource_id: string; document: string }>(
  "bookings.conflicts",
  `with claim as (
     select * from ${unnested("$2::int[]", "$3::uuid[]", "$4::uuid[]", "$5::timestamptz[]", "$6::timestamptz[]")}
                as claim(ordinal, booking_id, resource_id, starts_at, ends_at)
   ), hit as (
     select claim.ordinal, claim.resource_id, b.id
       from claim join bookings b
         on b.center_id = $1 and b.simulator_id = claim.resource_id and b.id <> claim.booking_id
        and b.status in ('SCHEDULED', 'IN_PROGRESS')
        and tstzrange(b.starts_at, b.ends_at) && tstzrange(claim.starts_at, claim.ends_at)
     union all
     select claim.ordinal, claim.resource_id, p.booking_id
       from claim join booking_people p
         on p.center_id = $1 and p.person_id = claim.resource_id and p.booking_id <> claim.booking_id and p.occupied
        and tstzrange(p.starts_at, p.ends_at) && tstzrange(claim.starts_at, claim.ends_at)
   )
   select distinct on (hit.ordinal) hit.ordinal, hit.resource_id, b.document
     from hit join bookings b on b.center_id = $1 and b.id = hit.id
    order by hit.ordinal, b.starts_at, hit.resource_id`,
);

/** The first booking that stands in the way of each claimed booking. Lock the devices and people before asking. */
export const findConflicts = async (tx: CenterTx, claims: readonly Claim[]): Promise<Conflict[]> => {
  const rows = await tx.many(conflicts, [
    tx.centerId,
    claims.map(({ ordinal }) => ordinal),
    claims.map(({ bookingId }) => bookingId),
    claims.map(({ resourceId }) => resourceId),
    claims.map(({ startsAt }) => startsAt),
    claims.map(({ endsAt }) => endsAt),
  ]);
  return rows.map((row) => {
    const { id, startsAt, endsAt } = parse(row);
    return { ordinal: row.ordinal, resourceId: row.resource_id, conflictingId: id, startsAt, endsAt };
  });
};

const takenReferences = statement<{ external_ref: string; id: string }>(
  "bookings.taken_references",
  `select external_ref, id from bookings where center_id = $1 and external_ref = ${anyOf("$2::text[]")}`,
);

/** Which of these external references are taken, and by which booking. */
export const findReferences = async (tx: CenterTx, references: readonly string[]): Promise<Map<string, string>> => {
  if (references.length === 0) return new Map();
  const rows = await tx.many(takenReferences, [tx.centerId, references]);
  return new Map(rows.map((row) => [row.external_ref, row.id]));
};
