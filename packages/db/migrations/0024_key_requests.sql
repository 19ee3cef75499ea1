-- The latest requests of each API key, for the console: at most 100 a key. Nodes write them in batches a second apart
-- (platform/api-keys/requests), and delete what the batch pushes out.
create table api_key_requests (
  center_id   uuid           not null,
  key_id      uuid           not null,
  at          timestamptz(3) not null,
  request_id  text           not null,
  method      text           not null,
  -- With the query, without what was searched for.
  path        text           not null,
  status      int            not null,
  duration_ms real           not null,
  primary key (center_id, key_id, at, request_id),
  foreign key (center_id, key_id) references api_keys (center_id, id)
) with (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);
