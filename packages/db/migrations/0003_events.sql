-- What happened, stored once, in the transaction of the change itself, whether or not anyone subscribes.
-- History: ranges of the time-ordered id, so that retention drops partitions; no foreign keys, which would block that.
create table events (
  center_id  uuid           not null,
  id         uuid           not null,
  type       text           not null,
  subject_id uuid           not null,
  version    int            not null,
  data       json           not null,
  created_at timestamptz(3) not null,
  primary key (center_id, id)
) partition by range (id);

-- Catches what falls outside the ranges made ahead: a node that was away for long starts without help.
create table events_default partition of events default;

-- "What happened to this row", in the console's detail drawer.
create index events_subject on events (center_id, subject_id, id desc);
