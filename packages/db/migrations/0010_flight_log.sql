-- Flights of the center's people. `document` is the row as the REST API serves it; the columns beside it are what
-- constraints, indexes and filters need, written from the document by the same statement.
create table flight_log (
  center_id     uuid           not null references centers (id),
  id            uuid           not null,
  version       int            not null,
  created_at    timestamptz(3) not null,
  updated_at    timestamptz(3) not null,
  user_id       uuid           not null,
  date          date           not null,
  date_month    date           not null generated always as (date_trunc('month', date::timestamp)::date) stored,
  total_minutes int            not null,
  -- The flight as it was first logged, hashed: by it an import finds what it brought before, corrected since or not.
  fingerprint   text           not null,
  search_text   text           not null,
  document      json           not null,
  primary key (center_id, id),
  foreign key (center_id, user_id) references crew_members (center_id, user_id)
);

-- The page: keyset order within a center. Without it a page sorts the center's every flight.
create index flight_log_keyset on flight_log (center_id, created_at desc, id desc);
create index flight_log_user on flight_log (center_id, user_id, created_at desc, id desc);
create index flight_log_month on flight_log (center_id, date_month, created_at desc, id desc);
create index flight_log_date on flight_log (center_id, date);
create index flight_log_updated on flight_log (center_id, updated_at) include (created_at, id, date);
create index flight_log_search on flight_log using gin (center_id, search_text gin_trgm_ops);
-- Flight time of a person in a span of days (the crew snapshot's 28 days), from the index alone.
create index flight_log_user_days on flight_log (center_id, user_id, date) include (total_minutes);
create index flight_log_fingerprint on flight_log (center_id, fingerprint);

-- What corrections replaced: the document as it was at `version`.
create table flight_log_corrections (
  center_id    uuid           not null,
  flight_id    uuid           not null,
  version      int            not null,
  corrected_at timestamptz(3) not null,
  document     json           not null,
  primary key (center_id, flight_id, version),
  foreign key (center_id, flight_id) references flight_log (center_id, id) on delete cascade
);
