-- The last number given per center and series. Raised in the transaction that uses the number, so that a number which
-- rolls back is given again: no gaps. Its row lock makes creators of one series in one center wait for each other.
create table center_counters (
  center_id uuid not null references centers (id),
  name      text not null,
  value     int  not null check (value > 0),
  primary key (center_id, name)
);

-- Defects of simulators and their repair. `document` is the row as the REST API serves it; the columns beside it are
-- what constraints, indexes and filters need, written from the document by the same statement.
create table work_orders (
  center_id    uuid           not null references centers (id),
  id           uuid           not null,
  version      int            not null,
  created_at   timestamptz(3) not null,
  updated_at   timestamptz(3) not null,
  number       text           not null,
  simulator_id uuid           not null,
  assignee_id  uuid,
  status       text           not null check (status in ('OPEN', 'IN_PROGRESS', 'AWAITING_PARTS', 'COMPLETED', 'CANCELLED')),
  priority     text           not null check (priority in ('LOW', 'NORMAL', 'HIGH', 'CRITICAL')),
  search_text  text           not null,
  document     json           not null,
  primary key (center_id, id),
  constraint work_orders_number unique (center_id, number),
  foreign key (center_id, simulator_id) references simulators (center_id, id),
  foreign key (center_id, assignee_id) references crew_members (center_id, id)
);

-- The page: keyset order within a center. Without it a page sorts the center's every work order.
create index work_orders_keyset on work_orders (center_id, created_at desc, id desc);
create index work_orders_status on work_orders (center_id, status, created_at desc, id desc);
create index work_orders_priority on work_orders (center_id, priority, created_at desc, id desc);
create index work_orders_simulator on work_orders (center_id, simulator_id, created_at desc, id desc);
create index work_orders_updated on work_orders (center_id, updated_at) include (created_at, id, status, priority, simulator_id);
create index work_orders_search on work_orders using gin (center_id, status, priority, search_text gin_trgm_ops);
-- For renames of a person, and for the foreign key: without it removing crew members reads every work order.
create index work_orders_assignee on work_orders (center_id, assignee_id);
-- What keeps a simulator out of service. Asked at every transition of a critical work order.
create index work_orders_grounding on work_orders (center_id, simulator_id)
  where priority = 'CRITICAL' and status in ('OPEN', 'IN_PROGRESS', 'AWAITING_PARTS');
