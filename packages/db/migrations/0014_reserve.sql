-- Reserve windows of crew members and what came of them. `document` is the row as the REST API serves it; the columns
-- beside it are what constraints, indexes and filters need, written by the same statement.
create table reserve_assignments (
  center_id      uuid           not null references centers (id),
  id             uuid           not null,
  version        int            not null,
  created_at     timestamptz(3) not null,
  updated_at     timestamptz(3) not null,
  crew_member_id uuid           not null,
  type           text           not null check (type in ('LONG_CALL', 'SHORT_CALL', 'AIRPORT_STANDBY')),
  status         text           not null check (status in ('AVAILABLE', 'CALLED_OUT', 'NO_CONTACT', 'RELEASED')),
  window_start   timestamptz(3) not null,
  window_end     timestamptz(3) not null,
  start_month    date           not null generated always as (date_trunc('month', window_start at time zone 'UTC')::date) stored,
  -- The window's end, or its release where that came first: until then no other window of the person may begin.
  held_until     timestamptz(3) not null,
  -- When the person's rest can begin: after the window, or after the duty that they were called out for.
  free_at        timestamptz(3) not null,
  report_at      timestamptz(3),
  released_at    timestamptz(3),
  search_text    text           not null,
  document       json           not null,
  primary key (center_id, id),
  foreign key (center_id, crew_member_id) references crew_members (center_id, id),
  check (window_start < window_end and window_end - window_start <= interval '31 days'),
  check (held_until between window_start and window_end and held_until <= free_at),
  -- The net under the lock of `assignReserves`: whatever the code does, no person is on reserve twice at once.
  constraint reserve_assignments_overlap exclude using gist
    (center_id with =, crew_member_id with =, tstzrange(window_start, held_until) with &&)
);

-- The page: keyset order within a center. Without it a page sorts the center's every reserve assignment.
create index reserve_assignments_keyset on reserve_assignments (center_id, created_at desc, id desc);
create index reserve_assignments_status on reserve_assignments (center_id, status, created_at desc, id desc);
create index reserve_assignments_type on reserve_assignments (center_id, type, created_at desc, id desc);
create index reserve_assignments_crew on reserve_assignments (center_id, crew_member_id, created_at desc, id desc);
create index reserve_assignments_month on reserve_assignments (center_id, start_month, created_at desc, id desc);
create index reserve_assignments_updated on reserve_assignments (center_id, updated_at) include (created_at, id, window_start, window_end, status, type);
create index reserve_assignments_status_month on reserve_assignments (center_id, status, start_month, created_at desc, id desc);
create index reserve_assignments_search on reserve_assignments using gin (center_id, status, type, search_text gin_trgm_ops);
-- Windows that overlap a range, and who is on reserve now: at most a few hundred of any history.
create index reserve_assignments_window on reserve_assignments using gist (center_id, tstzrange(window_start, window_end));
-- A person's windows around another one. Asked at every assignment.
create index reserve_assignments_free on reserve_assignments (center_id, crew_member_id, free_at);
-- What time releases next. Without it every tick reads every window that ever was.
create index reserve_assignments_due on reserve_assignments (center_id, window_end) where status in ('AVAILABLE', 'NO_CONTACT');
-- Who is on a duty after a call-out, and who rests after one.
create index reserve_assignments_running on reserve_assignments (center_id, report_at) where status = 'CALLED_OUT';
create index reserve_assignments_rested on reserve_assignments (center_id, released_at) where report_at is not null;
