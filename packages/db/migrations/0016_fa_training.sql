-- Currencies in flight attendant training: one row per person, cycle and aircraft type. `document` is the row as the
-- REST API serves it; the columns beside it are what constraints, indexes and filters need, written from the document
-- by the same statement. `next_step_on`: the day, in whichever zone the center is by then, on which time moves the row
-- to its next state; null where it stays.
create table fa_training (
  center_id      uuid           not null,
  id             uuid           not null,
  version        int            not null,
  created_at     timestamptz(3) not null,
  updated_at     timestamptz(3) not null,
  crew_member_id uuid           not null,
  kind           text           not null check (kind in ('RECURRENT', 'EMERGENCY_DRILL')),
  aircraft_type  text,
  status         text           not null check (status in ('CURRENT', 'DUE_SOON', 'DUE', 'GRACE', 'EXPIRED')),
  expires_on     date           not null,
  expires_month  date           not null generated always as (date_trunc('month', expires_on::timestamp)::date) stored,
  next_step_on   date,
  search_text    text           not null,
  document       json           not null,
  primary key (center_id, id),
  foreign key (center_id, crew_member_id) references crew_members (center_id, id),
  check ((status = 'EXPIRED') = (next_step_on is null)),
  constraint fa_training_currency unique nulls not distinct (center_id, crew_member_id, kind, aircraft_type)
);

-- The page: keyset order within a center. Without it a page sorts the center's every currency.
create index fa_training_keyset on fa_training (center_id, created_at desc, id desc);
create index fa_training_status on fa_training (center_id, status, created_at desc, id desc);
create index fa_training_kind on fa_training (center_id, kind, created_at desc, id desc);
create index fa_training_type on fa_training (center_id, aircraft_type, created_at desc, id desc);
create index fa_training_crew on fa_training (center_id, crew_member_id, created_at desc, id desc);
create index fa_training_month on fa_training (center_id, expires_month, created_at desc, id desc);
create index fa_training_status_month on fa_training (center_id, status, expires_month, created_at desc, id desc);
create index fa_training_expires on fa_training (center_id, expires_on);
create index fa_training_updated on fa_training (center_id, updated_at) include (created_at, id, expires_on, status, kind, aircraft_type);
create index fa_training_search on fa_training using gin (center_id, status, kind, aircraft_type, search_text gin_trgm_ops);
-- What time does next; each minute every node asks for the first of each state.
create index fa_training_next_step on fa_training (center_id, status, next_step_on) where status <> 'EXPIRED';

-- Every completion, appended and never changed; `version` is the currency's with this completion.
create table fa_training_completions (
  center_id      uuid           not null,
  fa_training_id uuid           not null,
  version        int            not null,
  recorded_at    timestamptz(3) not null,
  document       json           not null,
  primary key (center_id, fa_training_id, version),
  foreign key (center_id, fa_training_id) references fa_training (center_id, id) on delete cascade
);
