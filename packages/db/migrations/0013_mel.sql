-- Defects of aircraft whose repair is deferred under the minimum equipment list. `document` is the row as the REST API
-- serves it; the columns beside it are what constraints, indexes and filters need, written from the document by the
-- same statement. `expiry_announced`: whether `mel.deferral.expiring` fired for the present `expires_at`.
create table mel_deferrals (
  center_id        uuid           not null,
  id               uuid           not null,
  version          int            not null,
  created_at       timestamptz(3) not null,
  updated_at       timestamptz(3) not null,
  aircraft_id      uuid           not null,
  category         text           not null check (category in ('A', 'B', 'C', 'D')),
  status           text           not null check (status in ('OPEN', 'EXPIRED', 'CLOSED')),
  recorded_at      timestamptz(3) not null,
  recorded_month   date           not null generated always as (date_trunc('month', recorded_at at time zone 'UTC')::date) stored,
  expires_at       timestamptz(3) not null,
  expiry_announced boolean        not null,
  search_text      text           not null,
  document         json           not null,
  primary key (center_id, id),
  foreign key (center_id, aircraft_id) references aircraft (center_id, id),
  check (recorded_at < expires_at)
);

-- The page: keyset order within a center. Without it a page sorts the center's every deferral.
create index mel_deferrals_keyset on mel_deferrals (center_id, created_at desc, id desc);
create index mel_deferrals_status on mel_deferrals (center_id, status, created_at desc, id desc);
create index mel_deferrals_category on mel_deferrals (center_id, category, created_at desc, id desc);
create index mel_deferrals_aircraft on mel_deferrals (center_id, aircraft_id, created_at desc, id desc);
create index mel_deferrals_month on mel_deferrals (center_id, recorded_month, created_at desc, id desc);
create index mel_deferrals_status_month on mel_deferrals (center_id, status, recorded_month, created_at desc, id desc);
create index mel_deferrals_recorded on mel_deferrals (center_id, recorded_at);
create index mel_deferrals_updated on mel_deferrals (center_id, updated_at) include (created_at, id, recorded_at, status, category, aircraft_id);
create index mel_deferrals_search on mel_deferrals using gin (center_id, status, category, search_text gin_trgm_ops);
-- What keeps an aircraft on the ground. Asked at every closing.
create index mel_deferrals_grounding on mel_deferrals (center_id, aircraft_id) where status = 'EXPIRED';
-- What time does next; each minute every node asks for the first of each.
create index mel_deferrals_expiring on mel_deferrals (center_id, expires_at)
  where status = 'OPEN' and not expiry_announced;
create index mel_deferrals_expires on mel_deferrals (center_id, expires_at) where status = 'OPEN';
