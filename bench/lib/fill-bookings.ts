import { type Db, statement } from "@aviationalley/db/client.ts";
import { newId } from "@aviationalley/api/lib/ids.ts";
import { GLUE } from "@aviationalley/api/lib/search-text.ts";

/**
 * Fills one center with bookings by SQL alone: a million through the commands would take an hour. Shapes, columns and
 * proportions are those of the real thing (`documents.test.ts` parses a sample by the schema): eight simulators busy
 * around the clock, one instructor and two trainees each, 94 % completed, 4 % cancelled, 1 % no-shows, the newest
 * twentieth ahead of now.
 */
export const fillBookings = async (db: Db, count: number): Promise<string> => {
  const centerId = newId();
  await db.run(addCenter, [centerId, `Bench center ${centerId}`, newId()]);
  await db.run(addSimulators, [centerId]);
  await db.run(addCrew, [centerId]);
  await db.run(addTrainees, [centerId, Math.max(50, Math.round(count / 60))]);
  for (let from = 0; from < count; from += CHUNK) {
    await db.run(addBookings, [centerId, count, from, Math.min(count, from + CHUNK)]);
    await db.run(addPeople, [centerId, count, from, Math.min(count, from + CHUNK)]);
  }
  return centerId;
};

/** Bookings per statement: a statement must end within the session's time limit. */
const CHUNK = 20_000;

const addCenter = statement<never>(
  "bench.center",
  `with live as (insert into centers (id, mode, name) values ($1, 'live', $2) returning id, name)
   insert into centers (id, mode, live_center_id, name) select $3, 'test', id, name from live`,
);

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;
const STAMPS = `'version', 1, 'createdAt', to_char(now() at time zone 'UTC', ${ISO}), 'updatedAt', to_char(now() at time zone 'UTC', ${ISO})`;

/** The JSON as JavaScript writes it, without spaces: a page is as long as the product's. */
const compact = (json: string): string =>
  `replace(replace(replace(${json}::text, '" : ', '":'), ', "', ',"'), ', {', ',{')::json`;

/** Text as `searchText` keeps it. */
const searched = (text: string): string => `translate(lower(${text}), '${GLUE.between}', '${GLUE.kept}')`;

/** A stable uuid for the nth thing of a kind in a center, so that statements can refer to each other's rows. */
const idOf = (kind: string, n: string): string => `md5($1::uuid::text || '${kind}' || (${n})::text)::uuid`;

const addSimulators = statement<never>(
  "bench.simulators",
  `insert into simulators (center_id, id, version, created_at, updated_at, name, status, document)
   select $1::uuid, id, 1, now(), now(), name, 'IN_SERVICE',
          json_build_object('id', id, 'centerId', $1::uuid, 'name', name, 'type', 'B738',
                            'qualificationLevel', 'FFS_D', 'status', 'IN_SERVICE', ${STAMPS})
     from (select ${idOf("simulator", "n")} as id, 'B737-800 #' || n as name from generate_series(0, 7) n) s`,
);

const LAST_NAMES =
  "(array['Moreno','Adeyemi','Novak','Tanaka','Okafor','Lindqvist','Haddad','Silva','Kowalski','Nguyen'])";
const FIRST_NAMES = "(array['Casey','Robin','Alex','Sam','Jordan','Noor','Kim','Ira','Lee','Ash','Rene'])";
/** 110 full names, each with a number where more are needed. */
const nameOf = (n: string): string =>
  `${FIRST_NAMES}[1 + ${n} % 11] || ' ' || ${LAST_NAMES}[1 + ${n} % 10] || ' ' || ${n}`;

const addCrew = statement<never>(
  "bench.crew",
  `insert into crew_members (center_id, id, version, created_at, updated_at, user_id, employee_number, role, search_text, document)
   select $1::uuid, id, 1, now(), now(), id, 'E' || n, 'INSTRUCTOR', ${searched("' ' || name")},
          json_build_object('id', id, 'centerId', $1::uuid, 'userId', id, 'firstName', split_part(name, ' ', 1),
                            'lastName', split_part(name, ' ', 2), 'employeeNumber', 'E' || n,
                            'email', 'e' || n || '@example.com', 'role', 'INSTRUCTOR', 'base', 'DEN',
                            'aircraftTypes', json_build_array('B738'), ${STAMPS})
     from (select n, ${idOf("instructor", "n")} as id, ${nameOf("n")} as name from generate_series(0, 19) n) c`,
);

const addTrainees = statement<never>(
  "bench.trainees",
  `insert into trainees (center_id, id, version, created_at, updated_at, status, search_text, document)
   select $1::uuid, id, 1, now(), now(), 'ACTIVE', ${searched("' ' || name || ' t' || n || '@example.com summit air'")},
          json_build_object('id', id, 'centerId', $1::uuid, 'firstName', split_part(name, ' ', 1),
                            'lastName', split_part(name, ' ', 2) || ' ' || n, 'email', 't' || n || '@example.com',
                            'employer', 'Summit Air', 'course', 'B737 Type Rating', 'status', 'ACTIVE',
                            'primaryInstructorId', null, 'enrolledOn', current_date, ${STAMPS})
     from (select n, ${idOf("trainee", "n")} as id, ${nameOf("n")} as name from generate_series(0, $2::int - 1) n) t`,
);

/**
 * Booking n of `count`: simulator n % 8 in slot n / 8, two hours a slot; 95 % of them past. Created up to thirty days
 * ahead. Trainees work through the center in course order, so that one's sessions lie together, as in life.
 */
const SESSIONS = `
  select n, ${idOf("booking", "n")} as id, ${idOf("simulator", "n % 8")} as simulator_id, 'B737-800 #' || n % 8 as simulator,
         ${idOf("instructor", "(n / 8 + n % 8) % 20")} as instructor_id, ${nameOf("((n / 8 + n % 8) % 20)")} as instructor,
         ${idOf("trainee", "a")} as left_id, ${nameOf("a")} as left_name, ${idOf("trainee", "b")} as right_id, ${nameOf("b")} as right_name,
         starts_at, starts_at + interval '2 hours' as ends_at, starts_at - make_interval(mins => 60 + (n * 7919) % 43200) as created_at,
         case when starts_at > now() then 'SCHEDULED'
              when starts_at + interval '2 hours' > now() then 'IN_PROGRESS'
              when n % 25 = 3 then 'CANCELLED' when n % 100 = 7 then 'NO_SHOW' else 'COMPLETED' end as status
    from (select n, a, (a + 1) % trainees as b,
                 date_trunc('hour', now()) + make_interval(hours => 2 * (n / 8 - $2::int * 95 / 800)) as starts_at
            from generate_series($3::int, $4::int - 1) n,
                 lateral (select greatest(50, $2::int / 60) as trainees) t,
                 lateral (select (n / 8 / 60 * 16 + n % 8 * 2) % trainees as a) s) plan`;

const addBookings = statement<never>(
  "bench.bookings",
  `insert into bookings (center_id, id, version, created_at, updated_at, simulator_id, instructor_id, status,
                         starts_at, ends_at, external_ref, search_text, document)
   select $1::uuid, id, 1, created_at, created_at, simulator_id, instructor_id, status, starts_at, ends_at, 'REF-' || n,
          ${searched("' ' || simulator || ' ' || instructor || ' ' || left_name || ' ' || right_name || ' ref-' || n")},
          ${compact(`json_build_object('id', id, 'centerId', $1::uuid, 'version', 1,
            'createdAt', to_char(created_at at time zone 'UTC', ${ISO}), 'updatedAt', to_char(created_at at time zone 'UTC', ${ISO}),
            'simulator', json_build_object('id', simulator_id, 'name', simulator, 'type', 'B738'),
            'trainees', json_build_array(json_build_object('id', left_id, 'name', left_name, 'seat', 'LEFT'),
                                         json_build_object('id', right_id, 'name', right_name, 'seat', 'RIGHT')),
            'instructor', json_build_object('id', instructor_id, 'name', instructor),
            'startsAt', to_char(starts_at at time zone 'UTC', ${ISO}), 'endsAt', to_char(ends_at at time zone 'UTC', ${ISO}),
            'sessionType', 'TRAINING', 'notes', null, 'externalRef', 'REF-' || n, 'status', status,
            'cancelReason', case when status = 'CANCELLED' then 'Instructor unwell' end)`)}
     from (${SESSIONS}) b`,
);

const addPeople = statement<never>(
  "bench.people",
  `insert into booking_people (center_id, booking_id, trainee_id, crew_member_id, starts_at, ends_at, occupied)
   select $1::uuid, b.id, p.trainee_id, p.crew_member_id, starts_at, ends_at, status in ('SCHEDULED', 'IN_PROGRESS')
     from (${SESSIONS}) b,
          lateral (values (left_id, null::uuid), (right_id, null), (null, instructor_id)) p(trainee_id, crew_member_id)`,
);
