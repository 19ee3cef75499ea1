-- Simulator sessions. `document` is the row as the REST API serves it; the columns beside it are what constraints,
-- indexes and filters need, written from the document by the same statement.
create table bookings (
  center_id     uuid           not null,
  id            uuid           not null,
  version       int            not null,
  created_at    timestamptz(3) not null,
  updated_at    timestamptz(3) not null,
  simulator_id  uuid           not null,
  instructor_id uuid,
  status        text           not null check (status in ('SCHEDULED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED', 'NO_SHOW')),
  starts_at     timestamptz(3) not null,
  ends_at       timestamptz(3) not null,
  starts_month  date           not null generated always as (date_trunc('month', starts_at at time zone 'UTC')::date) stored,
  external_ref  text,
  search_text   text           not null,
  document      json           not null,
  primary key (center_id, id),
  foreign key (center_id, simulator_id) references simulators (center_id, id),
  foreign key (center_id, instructor_id) references crew_members (center_id, id),
  check (starts_at < ends_at),
  -- The net under the locks of `createBookings`: whatever the code does, no device is ever booked twice at once.
  constraint bookings_simulator_overlap exclude using gist
    (center_id with =, simulator_id with =, tstzrange(starts_at, ends_at) with &&)
    where (status in ('SCHEDULED', 'IN_PROGRESS'))
);

create unique index bookings_external_ref on bookings (center_id, external_ref) where external_ref is not null;

-- The page: keyset order within a center. Without it a page sorts the center's every booking.
create index bookings_keyset on bookings (center_id, created_at desc, id desc);
create index bookings_status on bookings (center_id, status, created_at desc, id desc);
create index bookings_simulator on bookings (center_id, simulator_id, created_at desc, id desc);
create index bookings_instructor on bookings (center_id, instructor_id, created_at desc, id desc);
create index bookings_month on bookings (center_id, starts_month, created_at desc, id desc);
create index bookings_status_month on bookings (center_id, status, starts_month, created_at desc, id desc);
create index bookings_starts on bookings (center_id, starts_at);
create index bookings_updated on bookings (center_id, updated_at) include (created_at, id, starts_at, status, simulator_id);
-- Who rests after a session. Without it every page of the crew reads the center's every booking to come.
create index bookings_ended on bookings (center_id, ends_at) include (instructor_id, starts_at) where status = 'COMPLETED';
create index bookings_search on bookings using gin (center_id, status, search_text gin_trgm_ops);

-- Who sits in a session: trainees and the instructor in one table, so that one constraint keeps everyone from being
-- in two places at once.
create table booking_people (
  center_id      uuid           not null,
  booking_id     uuid           not null,
  trainee_id     uuid,
  crew_member_id uuid,
  person_id      uuid           not null generated always as (coalesce(trainee_id, crew_member_id)) stored,
  starts_at      timestamptz(3) not null,
  ends_at        timestamptz(3) not null,
  occupied       boolean        not null,
  primary key (center_id, booking_id, person_id),
  foreign key (center_id, booking_id) references bookings (center_id, id) on delete cascade,
  foreign key (center_id, trainee_id) references trainees (center_id, id),
  foreign key (center_id, crew_member_id) references crew_members (center_id, id),
  check (num_nonnulls(trainee_id, crew_member_id) = 1),
  constraint booking_people_overlap exclude using gist
    (center_id with =, person_id with =, tstzrange(starts_at, ends_at) with &&)
    where (occupied)
);

-- The sessions of one trainee (the `traineeId` filter, renames). Unique and whole: of a partial index the planner does
-- not see in time that it holds no twins, and would look for some.
create unique index booking_people_trainee on booking_people (center_id, trainee_id, booking_id);
