-- Subscribers, and what is sent to them. Pending work lives in a small plain table, `delivery_queue`; `events`,
-- `deliveries` and `attempts` are history, partitioned by ranges of the time-ordered id and without foreign keys, which
-- would block dropping a partition.

-- A subscriber's URL and how it is addressed: what staff write. Secrets and header values are sealed texts
-- (platform/webhooks/secrets); `*_key_id` names the key of the ring that seals them.
create table endpoints (
  center_id                  uuid           not null references centers (id),
  id                         uuid           not null,
  version                    int            not null default 1,
  url                        text           not null check (length(url) between 1 and 2048),
  description                text,
  contact_email              text,
  events                     text[]         not null check (cardinality(events) > 0),
  rate_per_second            int            check (rate_per_second between 1 and 10000),
  max_in_flight              int            not null default 10 check (max_in_flight between 1 and 100),
  secret                     text           not null,
  secret_hint                text           not null,
  secret_key_id              text           not null,
  previous_secret            text,
  previous_secret_hint       text,
  previous_secret_key_id     text,
  previous_secret_expires_at timestamptz(3),
  promised_header_signs_with text           not null default 'CURRENT'
                             check (promised_header_signs_with in ('CURRENT', 'PREVIOUS')),
  header_names               text[]         not null default '{}',
  header_values              text,
  header_values_key_id       text,
  created_by_name            text           not null,
  created_at                 timestamptz(3) not null,
  updated_at                 timestamptz(3) not null,
  deleted_at                 timestamptz(3),
  primary key (center_id, id)
);

-- Partial, as lists read it: a whole one looks good enough for joins by id to a planner without statistics.
create index endpoints_keyset on endpoints (center_id, created_at desc, id desc) where deleted_at is null;

-- What an endpoint wants, one row a pattern: an exact type, a family (`booking.*`) or `*`. An event asks for its own
-- type, its families and `*`, so matching is a few probes however many endpoints there are. No rows once it is deleted.
create table endpoint_subscriptions (
  center_id   uuid not null,
  pattern     text not null,
  endpoint_id uuid not null,
  primary key (center_id, pattern, endpoint_id),
  foreign key (center_id, endpoint_id) references endpoints (center_id, id)
);

-- What the engine knows of an endpoint. Claims lock this row (`for no key update skip locked`), so that bounds, rates
-- and circuits hold across nodes. An endpoint that is not ACTIVE is held: its deliveries are made but not sent, and
-- their 24 hours stand still: the endpoint's own clock is `coalesce(held_since, now()) - held_for`.
create table endpoint_states (
  endpoint_id     uuid           primary key,
  center_id       uuid           not null,
  status          text           not null default 'ACTIVE' check (status in ('ACTIVE', 'PAUSED', 'DISABLED', 'DELETED')),
  disabled_reason text           check (disabled_reason in ('GONE', 'FAILING', 'STAFF')),
  held_since      timestamptz(3),
  held_for        interval       not null default '0',
  -- Rows of delivery_queue that carry a lease.
  in_flight       int            not null default 0 check (in_flight >= 0),
  -- Failures since the last success; from 10 on the circuit is open and the next probe goes at `probe_at`.
  failures        int            not null default 0,
  failing_since   timestamptz(3),
  probe_at        timestamptz(3),
  -- When the optional rate allows the next POST (generic cell rate algorithm).
  rate_slot_at    timestamptz,
  succeeded_at    timestamptz(3),
  failed_at       timestamptz(3),
  -- Mail that waits: deliveries that failed for good since the last one, and what else is to be told.
  failed_unmailed int            not null default 0,
  mailed_at       timestamptz(3),
  -- Since when its people know that it fails: they are told when it recovers.
  told_at         timestamptz(3),
  notices         text[]         not null default '{}'
                  check (notices <@ array['WARNING', 'GONE', 'FAILING', 'RECOVERED']),
  warned_at       timestamptz(3),
  constraint endpoint_states_held check ((status = 'ACTIVE') = (held_since is null)),
  constraint endpoint_states_reason check ((status = 'DISABLED') = (disabled_reason is not null)),
  foreign key (center_id, endpoint_id) references endpoints (center_id, id)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);

create index endpoint_states_center on endpoint_states (center_id);

-- Deliveries that are to be sent; the row goes when one is delivered or has failed. Not partitioned: claims over 32
-- partitions took 13 ms against 1.8 ms here. Neither index holds what a claim writes, so claims are HOT updates.
create table delivery_queue (
  endpoint_id uuid           not null,
  delivery_id uuid           not null,
  center_id   uuid           not null,
  event_id    uuid           not null,
  due_at      timestamptz(3) not null,
  -- By the endpoint's own clock: really, `expires_at + held_for`.
  expires_at  timestamptz(3) not null,
  -- Attempts made so far in all, and since it was made or reopened.
  attempts    int            not null default 0,
  tries       int            not null default 0,
  -- The claim under which a worker has it.
  lease_token bigint,
  primary key (endpoint_id, delivery_id)
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
        autovacuum_vacuum_insert_threshold = -1, autovacuum_vacuum_cost_delay = 0);

-- The next due of an endpoint, and which endpoints have any.
create index delivery_queue_due on delivery_queue (endpoint_id, due_at);

-- The lease of one batch: what a worker that died held becomes due again when it ends. One row a batch, so that neither
-- claiming nor settling writes an index entry for each delivery; it goes with the last of the batch that is settled.
create table delivery_claims (
  token        bigint         primary key,
  node         text           not null,
  lease_until  timestamptz(3) not null,
  endpoint_ids uuid[]         not null,
  delivery_ids uuid[]         not null
);

create index delivery_claims_lease on delivery_claims (lease_until);

-- Ids are random and their rows short-lived: compressing them takes time and saves nothing.
alter table delivery_claims alter endpoint_ids set storage external, alter delivery_ids set storage external;

-- One event for one endpoint. `state` is in no index, so that settling is a HOT update; rare states are found elsewhere:
-- PENDING has a row in delivery_queue (shown as CLAIMED under a lease, as HELD while its endpoint is not ACTIVE),
-- FAILED one in failed_deliveries.
create table deliveries (
  center_id   uuid           not null,
  id          uuid           not null,
  endpoint_id uuid           not null,
  event_id    uuid           not null,
  type        text           not null,
  state       text           not null default 'PENDING' check (state in ('PENDING', 'DELIVERED', 'FAILED')),
  -- Why the last attempt failed, or why the delivery did without one: see outcome.ts.
  reason      text,
  attempts    int            not null default 0,
  last_status int,
  created_at  timestamptz(3) not null,
  settled_at  timestamptz(3),
  primary key (center_id, id)
) partition by range (id);

create table deliveries_default partition of deliveries default with (fillfactor = 85);

create index deliveries_endpoint on deliveries (center_id, endpoint_id, id desc);
-- (An event's deliveries need no index: they lie in the millisecond of its id, see uuid_beside.)

-- The deliveries that are FAILED now, few among many.
create table failed_deliveries (
  center_id   uuid           not null,
  endpoint_id uuid           not null,
  delivery_id uuid           not null,
  failed_at   timestamptz(3) not null,
  primary key (center_id, endpoint_id, delivery_id)
);

create index failed_deliveries_center on failed_deliveries (center_id, delivery_id desc);

-- One POST. In the partition of its delivery, with which it goes. The body sent is the delivery's own, always the same.
create table attempts (
  center_id        uuid           not null,
  delivery_id      uuid           not null,
  number           int            not null,
  endpoint_id      uuid           not null,
  started_at       timestamptz(3) not null,
  duration_ms      int            not null,
  outcome          text           not null,
  status           int,
  error            text,
  request_headers  text           not null,
  response_headers text,
  response_body    text,
  response_cut     boolean        not null default false,
  node             text           not null,
  primary key (center_id, delivery_id, number)
) partition by range (delivery_id);

create table attempts_default partition of attempts default;

-- Events that matched nobody are kept and can be replayed. `api_version` fixes the form of the envelope, and so the
-- bytes of every delivery of the event.
alter table events add column unmatched boolean not null default true;
alter table events add column api_version text not null default '1.0.0';
create index events_unmatched on events (center_id, id desc) where unmatched;
create index events_type on events (center_id, type, id desc);

-- A new UUIDv7 of the millisecond of another one: a delivery lies in time where its event does.
create function uuid_beside(uuid) returns uuid language sql volatile as $$
  select encode(set_bit(set_bit(
    overlay(uuid_send(gen_random_uuid()) placing substring(uuid_send($1) from 1 for 6) from 1 for 6),
    52, 1), 53, 1), 'hex')::uuid
$$;

-- What an endpoint has due is read in the order of its index, from the front, whatever waits behind. The planner, whose
-- statistics of a queue are always old, would rather collect all that is due and sort it: 10 rows then cost by the
-- length of the backlog. Only here can it be forbidden, for these statements alone.
create function lease_due(endpoints uuid[], most int[], token bigint) returns setof delivery_queue
language plpgsql set enable_bitmapscan = off set enable_sort = off set enable_seqscan = off as $$
begin
  -- Without locks of its own: whoever leases, settles or fails what is in the queue has locked the endpoint's state.
  return query
    with due as (
      select next.place from unnest(endpoints, most) as of(endpoint, most) cross join lateral (
        select q.ctid as place from delivery_queue q
         where q.endpoint_id = of.endpoint and q.due_at <= now() and q.lease_token is null
         order by q.due_at limit of.most) next
    )
    update delivery_queue q set lease_token = token from due
     where q.ctid = due.place and q.lease_token is null returning q.*;
end
$$;

-- Ends leases: what is to be tried again in `retry_in` seconds is due then, with one more attempt; all else goes. Says
-- which were still under their lease. Finds each by the primary key, in its order, and so by no other index: a plan kept
-- from when the queue was empty and vacuumed would read the whole queue for each batch, or all that waits at an endpoint
-- for each delivery (a backlog of 20,000 was then delivered at 534 a second instead of 5,900). Whoever calls it has
-- locked the endpoints' states.
create function end_leases(endpoints uuid[], deliveries uuid[], tokens bigint[], retry_in float8[]) returns setof uuid
language plpgsql set enable_bitmapscan = off set enable_sort = off set enable_seqscan = off as $$
begin
  return query
    with leased as materialized (
      select found.place, of.token, of.retry_in
        from unnest(endpoints, deliveries, tokens, retry_in) as of(endpoint, delivery, token, retry_in)
             cross join lateral (
               select q.ctid as place from delivery_queue q
                where q.endpoint_id = of.endpoint and q.delivery_id between of.delivery and of.delivery
                order by q.delivery_id limit 1) found
    ), over as (
      delete from delivery_queue q using leased l
       where q.ctid = l.place and q.lease_token = l.token and l.retry_in is null returning q.delivery_id
    ), again as (
      update delivery_queue q
         set lease_token = null, due_at = now() + make_interval(secs => l.retry_in),
             attempts = q.attempts + 1, tries = q.tries + 1
        from leased l
       where q.ctid = l.place and q.lease_token = l.token and l.retry_in is not null returning q.delivery_id
    )
    select delivery_id from over union all select delivery_id from again;
end
$$;

-- Gives up leases of which nothing was sent: due again at once, or `wait` from now. Otherwise like `end_leases`.
create function return_leases(endpoints uuid[], deliveries uuid[], tokens bigint[], wait interval default null)
returns table (returned_from uuid)
language plpgsql set enable_bitmapscan = off set enable_sort = off set enable_seqscan = off as $$
begin
  return query
    with leased as materialized (
      select found.place, of.token
        from unnest(endpoints, deliveries, tokens) as of(endpoint, delivery, token)
             cross join lateral (
               select q.ctid as place from delivery_queue q
                where q.endpoint_id = of.endpoint and q.delivery_id between of.delivery and of.delivery
                order by q.delivery_id limit 1) found
    )
    update delivery_queue q set lease_token = null, due_at = greatest(q.due_at, now() + wait)
      from leased l where q.ctid = l.place and q.lease_token = l.token returning q.endpoint_id;
end
$$;

-- How many POSTs an endpoint that may be sent to gets at once: half as many for each failure in a row, and one at least.
create function places(max_in_flight int, failures int) returns int language sql immutable as $$
  select greatest(1, max_in_flight >> least(failures, 31))
$$;

-- Endpoints that have something due and may be sent to: skips from endpoint to endpoint in the index. `open_after` is
-- the number of failures from which a circuit is open.
create function endpoints_due(open_after int) returns setof uuid
language plpgsql set enable_bitmapscan = off set enable_sort = off set enable_seqscan = off as $$
begin
  return query
    with recursive waiting as (
      (select q.endpoint_id from delivery_queue q order by q.endpoint_id limit 1)
      union all
      select (select q.endpoint_id from delivery_queue q where q.endpoint_id > w.endpoint_id order by q.endpoint_id limit 1)
        from waiting w where w.endpoint_id is not null
    )
    select w.endpoint_id from waiting w join endpoint_states s on s.endpoint_id = w.endpoint_id
     where s.status = 'ACTIVE' and (s.failures < open_after or s.probe_at <= now())
       and exists (select from delivery_queue q
                    where q.endpoint_id = w.endpoint_id and q.due_at <= now() and q.lease_token is null
                    order by q.due_at limit 1);
end
$$;
