-- Stage checks and end-of-course tests of trainees. `document` is the row as the REST API serves it; the columns beside
-- it are what constraints, indexes and filters need, written from the document by the same statement.
create table stage_checks (
  center_id           uuid           not null,
  id                  uuid           not null,
  version             int            not null,
  created_at          timestamptz(3) not null,
  updated_at          timestamptz(3) not null,
  trainee_id          uuid           not null,
  check_instructor_id uuid           not null,
  recommended_by_id   uuid,
  recheck_of_id       uuid,
  course              text           not null,
  stage               text           not null,
  status              text           not null check (status in ('SCHEDULED', 'PASSED', 'FAILED', 'INCOMPLETE', 'CANCELLED')),
  scheduled_at        timestamptz(3) not null,
  scheduled_month     date           not null generated always as (date_trunc('month', scheduled_at at time zone 'UTC')::date) stored,
  search_text         text           not null,
  document            json           not null,
  primary key (center_id, id),
  foreign key (center_id, trainee_id) references trainees (center_id, id),
  foreign key (center_id, check_instructor_id) references crew_members (center_id, id),
  foreign key (center_id, recommended_by_id) references crew_members (center_id, id),
  foreign key (center_id, recheck_of_id) references stage_checks (center_id, id),
  check (check_instructor_id <> recommended_by_id)
);

-- The net under the lock of the trainee's row: a stage has one check ahead, and none any more once it is passed.
create unique index stage_checks_stage on stage_checks (center_id, trainee_id, lower(course), lower(stage))
  where status in ('SCHEDULED', 'PASSED');

-- The page: keyset order within a center. Without it a page sorts the center's every stage check.
create index stage_checks_keyset on stage_checks (center_id, created_at desc, id desc);
create index stage_checks_status on stage_checks (center_id, status, created_at desc, id desc);
create index stage_checks_trainee on stage_checks (center_id, trainee_id, created_at desc, id desc);
create index stage_checks_month on stage_checks (center_id, scheduled_month, created_at desc, id desc);
create index stage_checks_status_month on stage_checks (center_id, status, scheduled_month, created_at desc, id desc);
create index stage_checks_scheduled on stage_checks (center_id, scheduled_at);
create index stage_checks_updated on stage_checks (center_id, updated_at) include (created_at, id, scheduled_at, status);
create index stage_checks_search on stage_checks using gin (center_id, status, search_text gin_trgm_ops);
-- For renames of a person, and for the foreign keys: without them removing crew members reads every stage check.
create index stage_checks_instructor on stage_checks (center_id, check_instructor_id);
create index stage_checks_recommender on stage_checks (center_id, recommended_by_id) where recommended_by_id is not null;
create index stage_checks_recheck on stage_checks (center_id, recheck_of_id) where recheck_of_id is not null;
