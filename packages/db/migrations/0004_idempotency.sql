-- Answers to writes that carried an Idempotency-Key, for 24 hours. A row is written in the write's own transaction:
-- claimed first, its answer filled in last, so that a committed row is always whole. No secret ever enters one.
create table idempotency_records (
  center_id       uuid           not null references centers (id),
  key_id          uuid           not null,
  operation       text           not null,
  idempotency_key text           not null check (length(idempotency_key) between 1 and 255),
  fingerprint     text           not null,
  created_at      timestamptz(3) not null default now(),
  status          int,
  etag            text,
  location        text,
  body            text,
  -- Twins meet here: the second insert waits for the transaction of the first.
  primary key (center_id, key_id, operation, idempotency_key)
);

-- The sweep deletes the oldest rows of all centers.
create index idempotency_records_age on idempotency_records (created_at);
