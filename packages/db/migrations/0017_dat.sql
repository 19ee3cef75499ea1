-- Drug and alcohol tests (49 CFR part 40; 14 CFR part 120). `document` is the whole row; `notice` is what anyone with
-- `dat:read` may know of it and what events carry (49 CFR 40.321), null until the person is notified. Notice and
-- document have id, version and created_at in common: created_at is when the test became visible.
create table dat_tests (
  center_id         uuid           not null,
  id                uuid           not null,
  version           int            not null,
  created_at        timestamptz(3) not null,
  updated_at        timestamptz(3) not null,
  crew_member_id    uuid           not null,
  test_type         text           not null check (test_type in ('DRUG', 'ALCOHOL')),
  reason            text           not null,
  status            text           not null check (status in ('SELECTED', 'NOTIFIED', 'COLLECTED', 'RESULTED', 'CANCELLED')),
  result            text,
  notified_at       timestamptz(3),
  notified_month    date           generated always as (date_trunc('month', notified_at at time zone 'UTC')::date) stored,
  document          json           not null,
  notice_status     text           check (notice_status in ('NOTIFIED', 'RESULTED', 'CANCELLED')),
  notice_updated_at timestamptz(3),
  notice            json,
  primary key (center_id, id),
  foreign key (center_id, crew_member_id) references crew_members (center_id, id),
  check (reason <> 'REASONABLE_CAUSE' or test_type = 'DRUG'),
  check (reason <> 'REASONABLE_SUSPICION' or test_type = 'ALCOHOL'),
  check (status not in ('NOTIFIED', 'COLLECTED', 'RESULTED') or notified_at is not null),
  check (num_nonnulls(notified_at, notice_status, notice_updated_at, notice) in (0, 4))
);

-- What the API reads. A test that nobody was notified of is in neither view, and in none of the indexes that serve
-- them: neither an answer nor its time tells of it. `ctid`: lists look through the newest rows by it.
create view dat_notices as
  select ctid, center_id, id, created_at, notice_updated_at as updated_at, crew_member_id, test_type,
         notice_status as status, notified_at, notified_month, notice as document
    from dat_tests where notified_at is not null;

create view dat_records as
  select ctid, center_id, id, created_at, updated_at, crew_member_id, test_type, reason, status, result, notified_at,
         notified_month, document
    from dat_tests where notified_at is not null;

-- The page of both views: keyset order within a center. Without it a page sorts the center's every test.
create index dat_tests_keyset on dat_tests (center_id, created_at desc, id desc) where notified_at is not null;
create index dat_tests_visible on dat_tests (center_id, id) where notified_at is not null;
create index dat_tests_crew on dat_tests (center_id, crew_member_id, created_at desc, id desc) where notified_at is not null;
create index dat_tests_type on dat_tests (center_id, test_type, created_at desc, id desc) where notified_at is not null;
create index dat_tests_month on dat_tests (center_id, notified_month, created_at desc, id desc) where notified_at is not null;
create index dat_tests_notified on dat_tests (center_id, notified_at) where notified_at is not null;
create index dat_tests_notice_status on dat_tests (center_id, notice_status, created_at desc, id desc) where notified_at is not null;
create index dat_tests_notice_status_month on dat_tests (center_id, notice_status, notified_month, created_at desc, id desc) where notified_at is not null;
create index dat_tests_notice_updated on dat_tests (center_id, notice_updated_at) include (created_at, id, notified_at, notice_status, test_type) where notified_at is not null;
create index dat_tests_status on dat_tests (center_id, status, created_at desc, id desc) where notified_at is not null;
create index dat_tests_status_month on dat_tests (center_id, status, notified_month, created_at desc, id desc) where notified_at is not null;
create index dat_tests_reason on dat_tests (center_id, reason, created_at desc, id desc) where notified_at is not null;
create index dat_tests_result on dat_tests (center_id, result, created_at desc, id desc) where notified_at is not null;
create index dat_tests_reason_month on dat_tests (center_id, reason, notified_month, created_at desc, id desc) where notified_at is not null;
create index dat_tests_status_reason on dat_tests (center_id, status, reason, created_at desc, id desc) where notified_at is not null;
create index dat_tests_status_result on dat_tests (center_id, status, result, created_at desc, id desc) where notified_at is not null;
create index dat_tests_updated on dat_tests (center_id, updated_at) include (created_at, id, notified_at, status, test_type, reason, result) where notified_at is not null;
-- The list of the designated employer representative, which has the selected ones too.
create index dat_tests_all on dat_tests (center_id, created_at desc, id desc);
create index dat_tests_all_status on dat_tests (center_id, status, created_at desc, id desc);

-- Every result, appended and never changed: the last one holds, those before it were corrected.
create table dat_results (
  center_id   uuid           not null,
  dat_test_id uuid           not null,
  version     int            not null,
  document    json           not null,
  primary key (center_id, dat_test_id, version),
  foreign key (center_id, dat_test_id) references dat_tests (center_id, id) on delete cascade
);

-- Random draws, each with what it takes to do it again: the pool, the seed, who came out.
create table dat_draws (
  center_id  uuid           not null references centers (id),
  id         uuid           not null,
  created_at timestamptz(3) not null,
  document   json           not null,
  primary key (center_id, id)
);

create index dat_draws_keyset on dat_draws (center_id, created_at desc, id desc);

-- The least share of the pool to test at random in a year (14 CFR 120.109(b), 120.217(c)), as the FAA Administrator
-- sets it; it holds until another is set. The same for every center.
create table dat_rates (
  test_type text not null check (test_type in ('DRUG', 'ALCOHOL')),
  year      int  not null,
  percent   int  not null check (percent between 1 and 100),
  primary key (test_type, year)
);

insert into dat_rates (test_type, year, percent) values ('DRUG', 2026, 25), ('ALCOHOL', 2026, 10);
