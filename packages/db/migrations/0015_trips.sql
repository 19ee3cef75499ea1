-- Trips: one row is one crew position of a pairing. `document` is the row as it is served; the columns beside it are
-- what constraints, indexes and filters need, written from the document by the same statement.
create table trips (
  center_id      uuid           not null references centers (id),
  id             uuid           not null,
  version        int            not null,
  created_at     timestamptz(3) not null,
  updated_at     timestamptz(3) not null,
  crew_member_id uuid,
  assignment     text           not null generated always as (case when crew_member_id is null then 'OPEN' else 'ASSIGNED' end) stored,
  position       text           not null check (position in ('CAPTAIN', 'FIRST_OFFICER', 'FLIGHT_ATTENDANT')),
  starts_at      timestamptz(3) not null,
  ends_at        timestamptz(3) not null,
  starts_month   date           not null generated always as (date_trunc('month', starts_at at time zone 'UTC')::date) stored,
  search_text    text           not null,
  document       json           not null,
  primary key (center_id, id),
  foreign key (center_id, crew_member_id) references crew_members (center_id, id),
  check (starts_at < ends_at and ends_at - starts_at <= interval '31 days'),
  -- The net under the locks: whatever the code does, no person is on two trips at once. Deferrable, so that one
  -- statement can swap two trips between two people: it is checked when the statement ends.
  constraint trips_crew_overlap exclude using gist
    (center_id with =, crew_member_id with =, tstzrange(starts_at, ends_at) with &&)
    where (crew_member_id is not null) deferrable initially immediate
);

-- The page: keyset order within a center. Without it a page sorts the center's every trip.
create index trips_keyset on trips (center_id, created_at desc, id desc);
create index trips_assignment on trips (center_id, assignment, created_at desc, id desc);
create index trips_position on trips (center_id, position, created_at desc, id desc);
create index trips_month on trips (center_id, starts_month, created_at desc, id desc);
create index trips_starts on trips (center_id, starts_at);
create index trips_updated on trips (center_id, updated_at) include (created_at, id);
create index trips_search on trips using gin (center_id, search_text gin_trgm_ops);
-- A person's trips around a time (legality looks a year back and ahead), and the `crewMemberId` filter.
create index trips_crew on trips (center_id, crew_member_id, starts_at);

-- The duty periods of each trip, by time: who is on duty now, and who rests. Who flies is said by the trip alone.
create table trip_duties (
  center_id  uuid           not null,
  trip_id    uuid           not null,
  report_at  timestamptz(3) not null,
  release_at timestamptz(3) not null,
  primary key (center_id, trip_id, report_at),
  foreign key (center_id, trip_id) references trips (center_id, id) on delete cascade,
  check (report_at < release_at and release_at - report_at <= interval '36 hours')
);

create index trip_duties_report on trip_duties (center_id, report_at) include (release_at, trip_id);

-- How a center trades. A center without a row has the defaults of the code.
create table trade_settings (
  center_id            uuid           primary key references centers (id),
  auto_approve_pickups boolean        not null,
  cut_off_minutes      int            not null check (cut_off_minutes between 0 and 43200),
  updated_at           timestamptz(3) not null
);

-- Requests to drop, pick up or swap trips.
create table trip_trades (
  center_id       uuid           not null references centers (id),
  id              uuid           not null,
  version         int            not null,
  created_at      timestamptz(3) not null,
  updated_at      timestamptz(3) not null,
  kind            text           not null check (kind in ('DROP', 'PICKUP', 'SWAP')),
  status          text           not null check (status in ('REQUESTED', 'APPROVED', 'DENIED', 'CANCELLED')),
  offered_trip_id uuid,
  wanted_trip_id  uuid,
  cut_off_at      timestamptz(3) not null,
  search_text     text           not null,
  document        json           not null,
  primary key (center_id, id),
  foreign key (center_id, offered_trip_id) references trips (center_id, id),
  foreign key (center_id, wanted_trip_id) references trips (center_id, id),
  check ((offered_trip_id is not null) = (kind in ('DROP', 'SWAP'))),
  check ((wanted_trip_id is not null) = (kind in ('PICKUP', 'SWAP')))
);

create index trip_trades_keyset on trip_trades (center_id, created_at desc, id desc);
create index trip_trades_status on trip_trades (center_id, status, created_at desc, id desc);
create index trip_trades_kind on trip_trades (center_id, kind, created_at desc, id desc);
create index trip_trades_updated on trip_trades (center_id, updated_at) include (created_at, id, status, kind);
create index trip_trades_search on trip_trades using gin (center_id, status, kind, search_text gin_trgm_ops);
-- The trades of one trip, for what they quote of it.
create index trip_trades_offered on trip_trades (center_id, offered_trip_id);
create index trip_trades_wanted on trip_trades (center_id, wanted_trip_id);
-- What time cancels next. Without it every tick reads every trade that ever was.
create index trip_trades_due on trip_trades (center_id, cut_off_at) where status = 'REQUESTED';

-- Requester and counterparty in one table, for the `crewMemberId` filter and renames.
create table trip_trade_people (
  center_id      uuid not null,
  trade_id       uuid not null,
  crew_member_id uuid not null,
  primary key (center_id, trade_id, crew_member_id),
  foreign key (center_id, trade_id) references trip_trades (center_id, id) on delete cascade,
  foreign key (center_id, crew_member_id) references crew_members (center_id, id)
);

create index trip_trade_people_person on trip_trade_people (center_id, crew_member_id, trade_id);
