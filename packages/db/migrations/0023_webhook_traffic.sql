-- What the console's charts show: attempts by outcome and how long they took, counted per endpoint and five minutes by
-- the workers that settle them, and added here once a second. Without it, a chart of 30 days would read every attempt: millions of rows where this
-- has 8,640. Latencies are counted by class, `ms_N` being those of at most N ms that are over the class before.
create table endpoint_traffic (
  center_id   uuid           not null,
  endpoint_id uuid           not null,
  -- The beginning of the five minutes in which they were settled.
  at          timestamptz(3) not null,
  delivered   int            not null,
  refused     int            not null,
  timed_out   int            not null,
  unreachable int            not null,
  not_sent    int            not null,
  ms_5        int            not null,
  ms_10       int            not null,
  ms_20       int            not null,
  ms_35       int            not null,
  ms_50       int            not null,
  ms_75       int            not null,
  ms_100      int            not null,
  ms_150      int            not null,
  ms_250      int            not null,
  ms_350      int            not null,
  ms_500      int            not null,
  ms_750      int            not null,
  ms_1000     int            not null,
  ms_1500     int            not null,
  ms_2500     int            not null,
  ms_3500     int            not null,
  ms_5000     int            not null,
  ms_more     int            not null,
  primary key (center_id, endpoint_id, at)
) with (fillfactor = 70);

-- Retention goes by time alone.
create index endpoint_traffic_at on endpoint_traffic (at);

-- Few rows of few endpoints change, each many times: the pages that their old versions fill are cleared early.
alter table endpoint_traffic set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 1000);
