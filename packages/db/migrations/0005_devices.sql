-- What sessions are flown in and deferrals are held against. `document` is the row as it is served; the columns beside
-- it are what constraints, indexes and filters need, written from the document by the same statement.
create table simulators (
  center_id  uuid           not null references centers (id),
  id         uuid           not null,
  version    int            not null,
  created_at timestamptz(3) not null,
  updated_at timestamptz(3) not null,
  name       text           not null,
  status     text           not null check (status in ('IN_SERVICE', 'OUT_OF_SERVICE')),
  document   json           not null,
  primary key (center_id, id),
  constraint simulators_name unique (center_id, name)
);

create index simulators_keyset on simulators (center_id, created_at desc, id desc);
create index simulators_status on simulators (center_id, status, created_at desc, id desc);
create index simulators_updated on simulators (center_id, updated_at) include (created_at, id);

create table aircraft (
  center_id   uuid           not null references centers (id),
  id          uuid           not null,
  version     int            not null,
  created_at  timestamptz(3) not null,
  updated_at  timestamptz(3) not null,
  tail_number text           not null,
  status      text           not null check (status in ('AVAILABLE', 'GROUNDED')),
  document    json           not null,
  primary key (center_id, id),
  constraint aircraft_tail_number unique (center_id, tail_number)
);

create index aircraft_keyset on aircraft (center_id, created_at desc, id desc);
create index aircraft_status on aircraft (center_id, status, created_at desc, id desc);
create index aircraft_updated on aircraft (center_id, updated_at) include (created_at, id);
