-- A sample that staff sent to an endpoint: it happened to nobody, so it is never replayed.
alter table events add column sample boolean not null default false;

-- Sending many deliveries (again), as a job that is worked in batches: its progress is written in the transaction of
-- each batch, so that whoever goes on after a crash goes on where it stood.
--   RECOVER   an endpoint's deliveries that failed for good since a time
--   MISSING   what an endpoint would have got since then, had it been subscribed as it is now
--   UNMATCHED what happened since then and matched nobody, to whoever subscribes now
create table recoveries (
  center_id       uuid           not null references centers (id),
  id              uuid           not null,
  kind            text           not null check (kind in ('RECOVER', 'MISSING', 'UNMATCHED')),
  endpoint_id     uuid,
  -- The types that are looked at; null for all.
  types           text[],
  since           timestamptz(3) not null,
  until           timestamptz(3) not null,
  state           text           not null default 'RUNNING' check (state in ('RUNNING', 'DONE', 'CANCELLED')),
  -- The last id that was looked at, and its time.
  cursor_id       uuid           not null,
  reached_at      timestamptz(3) not null,
  examined        int            not null default 0,
  sent            int            not null default 0,
  -- How many there are to examine, where that is cheap to know.
  total           int,
  created_by_name text           not null,
  created_at      timestamptz(3) not null,
  worked_at       timestamptz(3) not null,
  finished_at     timestamptz(3),
  primary key (center_id, id),
  constraint recoveries_endpoint check ((kind = 'UNMATCHED') = (endpoint_id is null)),
  foreign key (center_id, endpoint_id) references endpoints (center_id, id)
);

create index recoveries_running on recoveries (worked_at) where state = 'RUNNING';
-- One at a time of each endpoint, and of what matched nobody.
create unique index recoveries_one_running
  on recoveries (center_id, coalesce(endpoint_id, '00000000-0000-0000-0000-000000000000')) where state = 'RUNNING';
create index recoveries_keyset on recoveries (center_id, created_at desc, id desc);

-- A delivery lies in the millisecond of its event (uuid_beside), so an event's deliveries are found by a range of ids,
-- in one partition: from the least to the greatest id of that millisecond.
create function uuid_floor(uuid) returns uuid language sql immutable as $$
  select (left($1::text, 13) || '-0000-0000-000000000000')::uuid
$$;
create function uuid_ceiling(uuid) returns uuid language sql immutable as $$
  select (left($1::text, 13) || '-ffff-ffff-ffffffffffff')::uuid
$$;
