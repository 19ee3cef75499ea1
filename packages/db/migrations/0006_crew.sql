-- Everyone whom a center rosters. Duty status is not stored: it is what bookings (later trips and reserve) say now.
create table crew_members (
  center_id       uuid           not null references centers (id),
  id              uuid           not null,
  version         int            not null,
  created_at      timestamptz(3) not null,
  updated_at      timestamptz(3) not null,
  user_id         uuid           not null,
  employee_number text           not null,
  role            text           not null check (role in (
    'CAPTAIN', 'FIRST_OFFICER', 'FLIGHT_ATTENDANT', 'INSTRUCTOR', 'CHECK_INSTRUCTOR', 'DISPATCHER', 'MAINTENANCE'
  )),
  search_text     text           not null,
  document        json           not null,
  primary key (center_id, id),
  constraint crew_members_user unique (center_id, user_id),
  constraint crew_members_employee_number unique (center_id, employee_number)
);

-- The page. Without it every page of the crew sorts the whole crew.
create index crew_members_keyset on crew_members (center_id, created_at desc, id desc);
create index crew_members_role on crew_members (center_id, role, created_at desc, id desc);
create index crew_members_search on crew_members using gin (center_id, role, search_text gin_trgm_ops);
