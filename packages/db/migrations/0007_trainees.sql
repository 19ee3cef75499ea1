create table trainees (
  center_id             uuid           not null references centers (id),
  id                    uuid           not null,
  version               int            not null,
  created_at            timestamptz(3) not null,
  updated_at            timestamptz(3) not null,
  status                text           not null check (status in ('ACTIVE', 'ON_HOLD', 'COMPLETED', 'WITHDRAWN')),
  primary_instructor_id uuid,
  search_text           text           not null,
  document              json           not null,
  primary key (center_id, id),
  foreign key (center_id, primary_instructor_id) references crew_members (center_id, id)
);

-- The page: keyset order within a center. Without it a page sorts the center's every trainee.
create index trainees_keyset on trainees (center_id, created_at desc, id desc);
create index trainees_status on trainees (center_id, status, created_at desc, id desc);
create index trainees_updated on trainees (center_id, updated_at) include (created_at, id, status);
create index trainees_search on trainees using gin (center_id, status, search_text gin_trgm_ops);
-- For the foreign key: without it removing crew members reads every trainee once per member.
create index trainees_primary_instructor on trainees (center_id, primary_instructor_id);

-- Who ever was a trainee's primary instructor: such a person may never be the trainee's check instructor
-- (14 CFR 141.37(c)), also long after the trainee has another one.
create table trainee_primary_instructors (
  center_id      uuid           not null,
  trainee_id     uuid           not null,
  crew_member_id uuid           not null,
  since          timestamptz(3) not null,
  primary key (center_id, trainee_id, crew_member_id),
  foreign key (center_id, trainee_id) references trainees (center_id, id) on delete cascade,
  foreign key (center_id, crew_member_id) references crew_members (center_id, id)
);

create index trainee_primary_instructors_member on trainee_primary_instructors (center_id, crew_member_id);
