-- The schema after all migrations, by name. Generated from the catalogs: read it, change a migration.

create extension btree_gin;
create extension btree_gist;
create extension pg_trgm;

create table accounts (
  id uuid not null,
  user_id uuid not null,
  account_id text not null,
  provider_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp(3) with time zone,
  refresh_token_expires_at timestamp(3) with time zone,
  scope text,
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  constraint accounts_pkey PRIMARY KEY (id),
  constraint accounts_provider_id_account_id_key UNIQUE (provider_id, account_id),
  constraint accounts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);

create table aircraft (
  center_id uuid not null,
  id uuid not null,
  version integer not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  tail_number text not null,
  status text not null,
  document json not null,
  constraint aircraft_pkey PRIMARY KEY (center_id, id),
  constraint aircraft_tail_number UNIQUE (center_id, tail_number),
  constraint aircraft_status_check CHECK ((status = ANY (ARRAY['AVAILABLE'::text, 'GROUNDED'::text]))),
  constraint aircraft_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id)
);

create table api_key_requests (
  center_id uuid not null,
  key_id uuid not null,
  at timestamp(3) with time zone not null,
  request_id text not null,
  method text not null,
  path text not null,
  status integer not null,
  duration_ms real not null,
  constraint api_key_requests_pkey PRIMARY KEY (center_id, key_id, at, request_id),
  constraint api_key_requests_center_id_key_id_fkey FOREIGN KEY (center_id, key_id) REFERENCES api_keys(center_id, id)
) with (autovacuum_vacuum_scale_factor=0.05, autovacuum_vacuum_threshold=1000);

create table api_keys (
  center_id uuid not null,
  id uuid not null,
  name text not null,
  mode text not null,
  token_sha256 text not null,
  hint text not null,
  scopes text[] not null,
  created_by uuid,
  created_by_name text not null,
  created_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone,
  revoked_at timestamp(3) with time zone,
  last_used_at timestamp(3) with time zone,
  reissued_from uuid,
  constraint api_keys_pkey PRIMARY KEY (center_id, id),
  constraint api_keys_token_sha256_key UNIQUE (token_sha256),
  constraint api_keys_mode_check CHECK ((mode = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint api_keys_scopes_check CHECK ((cardinality(scopes) > 0)),
  constraint api_keys_token_sha256_check CHECK ((token_sha256 ~ '^[0-9a-f]{64}$'::text)),
  constraint api_keys_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id),
  constraint api_keys_center_id_reissued_from_fkey FOREIGN KEY (center_id, reissued_from) REFERENCES api_keys(center_id, id),
  constraint api_keys_created_by_fkey FOREIGN KEY (created_by) REFERENCES users(id) ON DELETE SET NULL
);

create table attempts (
  center_id uuid not null,
  delivery_id uuid not null,
  number integer not null,
  endpoint_id uuid not null,
  started_at timestamp(3) with time zone not null,
  duration_ms integer not null,
  outcome text not null,
  status integer,
  error text,
  request_headers text not null,
  response_headers text,
  response_body text,
  response_cut boolean not null default false,
  node text not null,
  constraint attempts_pkey PRIMARY KEY (center_id, delivery_id, number)
) partition by RANGE (delivery_id);

create table audit_log (
  center_id uuid not null,
  id uuid not null,
  created_at timestamp(3) with time zone not null,
  action text not null,
  subject_id uuid,
  actor_id uuid,
  confidential boolean not null default false,
  document json not null,
  constraint audit_log_pkey PRIMARY KEY (center_id, id),
  constraint audit_log_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id)
);

create table booking_people (
  center_id uuid not null,
  booking_id uuid not null,
  trainee_id uuid,
  crew_member_id uuid,
  person_id uuid not null generated always as (COALESCE(trainee_id, crew_member_id)) stored,
  starts_at timestamp(3) with time zone not null,
  ends_at timestamp(3) with time zone not null,
  occupied boolean not null,
  constraint booking_people_pkey PRIMARY KEY (center_id, booking_id, person_id),
  constraint booking_people_overlap EXCLUDE USING gist (center_id WITH =, person_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (occupied),
  constraint booking_people_check CHECK ((num_nonnulls(trainee_id, crew_member_id) = 1)),
  constraint booking_people_center_id_booking_id_fkey FOREIGN KEY (center_id, booking_id) REFERENCES bookings(center_id, id) ON DELETE CASCADE,
  constraint booking_people_center_id_crew_member_id_fkey FOREIGN KEY (center_id, crew_member_id) REFERENCES crew_members(center_id, id),
  constraint booking_people_center_id_trainee_id_fkey FOREIGN KEY (center_id, trainee_id) REFERENCES trainees(center_id, id)
);

create table bookings (
  center_id uuid not null,
  id uuid not null,
  version integer not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  simulator_id uuid not null,
  instructor_id uuid,
  status text not null,
  starts_at timestamp(3) with time zone not null,
  ends_at timestamp(3) with time zone not null,
  starts_month date not null generated always as ((date_trunc('month'::text, (starts_at AT TIME ZONE 'UTC'::text)))::date) stored,
  external_ref text,
  search_text text not null,
  document json not null,
  constraint bookings_pkey PRIMARY KEY (center_id, id),
  constraint bookings_simulator_overlap EXCLUDE USING gist (center_id WITH =, simulator_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE ((status = ANY (ARRAY['SCHEDULED'::text, 'IN_PROGRESS'::text]))),
  constraint bookings_check CHECK ((starts_at < ends_at)),
  constraint bookings_status_check CHECK ((status = ANY (ARRAY['SCHEDULED'::text, 'IN_PROGRESS'::text, 'COMPLETED'::text, 'CANCELLED'::text, 'NO_SHOW'::text]))),
  constraint bookings_center_id_instructor_id_fkey FOREIGN KEY (center_id, instructor_id) REFERENCES crew_members(center_id, id),
  constraint bookings_center_id_simulator_id_fkey FOREIGN KEY (center_id, simulator_id) REFERENCES simulators(center_id, id)
);

create table center_counters (
  center_id uuid not null,
  name text not null,
  value integer not null,
  constraint center_counters_pkey PRIMARY KEY (center_id, name),
  constraint center_counters_value_check CHECK ((value > 0)),
  constraint center_counters_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id)
);

create table centers (
  id uuid not null,
  mode text not null,
  live_center_id uuid,
  name text not null,
  timezone text not null default 'UTC'::text,
  clock_offset interval not null default '00:00:00'::interval,
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  sample_data text not null default 'training-center'::text,
  constraint centers_pkey PRIMARY KEY (id),
  constraint centers_live_center_id_key UNIQUE (live_center_id),
  constraint centers_clock_forward CHECK ((clock_offset >= '00:00:00'::interval)),
  constraint centers_live_clock CHECK (((mode = 'test'::text) OR (clock_offset = '00:00:00'::interval))),
  constraint centers_mode_check CHECK ((mode = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint centers_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  constraint centers_sample_data_check CHECK ((sample_data = ANY (ARRAY['training-center'::text, 'carrier'::text]))),
  constraint centers_sandbox_has_twin CHECK (((mode = 'test'::text) = (live_center_id IS NOT NULL))),
  constraint centers_live_center_id_fkey FOREIGN KEY (live_center_id) REFERENCES centers(id)
);

create table compliance_items (
  center_id uuid not null,
  id uuid not null,
  version integer not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  category text not null,
  status text not null,
  due_on date,
  due_month date generated always as ((date_trunc('month'::text, (due_on)::timestamp without time zone))::date) stored,
  soon_on date,
  waived_until date,
  overdue_announced boolean not null,
  search_text text not null,
  document json not null,
  constraint compliance_items_pkey PRIMARY KEY (center_id, id),
  constraint compliance_items_category_check CHECK ((category = ANY (ARRAY['PART_142'::text, 'NSP'::text, 'AIRCRAFT_EVALUATION'::text, 'INSTRUCTOR_CURRENCY'::text, 'FACILITY'::text, 'OTHER'::text]))),
  constraint compliance_items_check CHECK (((status = ANY (ARRAY['COMPLIANT'::text, 'WAIVED'::text])) OR (due_on IS NOT NULL))),
  constraint compliance_items_check1 CHECK (((status = 'WAIVED'::text) = (waived_until IS NOT NULL))),
  constraint compliance_items_status_check CHECK ((status = ANY (ARRAY['COMPLIANT'::text, 'DUE_SOON'::text, 'OVERDUE'::text, 'IN_PROGRESS'::text, 'WAIVED'::text]))),
  constraint compliance_items_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id)
);

create table crew_members (
  center_id uuid not null,
  id uuid not null,
  version integer not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  user_id uuid not null,
  employee_number text not null,
  role text not null,
  search_text text not null,
  document json not null,
  constraint crew_members_pkey PRIMARY KEY (center_id, id),
  constraint crew_members_employee_number UNIQUE (center_id, employee_number),
  constraint crew_members_user UNIQUE (center_id, user_id),
  constraint crew_members_role_check CHECK ((role = ANY (ARRAY['CAPTAIN'::text, 'FIRST_OFFICER'::text, 'FLIGHT_ATTENDANT'::text, 'INSTRUCTOR'::text, 'CHECK_INSTRUCTOR'::text, 'DISPATCHER'::text, 'MAINTENANCE'::text]))),
  constraint crew_members_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id)
);

create table dat_draws (
  center_id uuid not null,
  id uuid not null,
  created_at timestamp(3) with time zone not null,
  document json not null,
  constraint dat_draws_pkey PRIMARY KEY (center_id, id),
  constraint dat_draws_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id)
);

create table dat_rates (
  test_type text not null,
  year integer not null,
  percent integer not null,
  constraint dat_rates_pkey PRIMARY KEY (test_type, year),
  constraint dat_rates_percent_check CHECK (((percent >= 1) AND (percent <= 100))),
  constraint dat_rates_test_type_check CHECK ((test_type = ANY (ARRAY['DRUG'::text, 'ALCOHOL'::text])))
);

create table dat_results (
  center_id uuid not null,
  dat_test_id uuid not null,
  version integer not null,
  document json not null,
  constraint dat_results_pkey PRIMARY KEY (center_id, dat_test_id, version),
  constraint dat_results_center_id_dat_test_id_fkey FOREIGN KEY (center_id, dat_test_id) REFERENCES dat_tests(center_id, id) ON DELETE CASCADE
);

create table dat_tests (
  center_id uuid not null,
  id uuid not null,
  version integer not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  crew_member_id uuid not null,
  test_type text not null,
  reason text not null,
  status text not null,
  result text,
  notified_at timestamp(3) with time zone,
  notified_month date generated always as ((date_trunc('month'::text, (notified_at AT TIME ZONE 'UTC'::text)))::date) stored,
  document json not null,
  notice_status text,
  notice_updated_at timestamp(3) with time zone,
  notice json,
  constraint dat_tests_pkey PRIMARY KEY (center_id, id),
  constraint dat_tests_check CHECK (((reason <> 'REASONABLE_CAUSE'::text) OR (test_type = 'DRUG'::text))),
  constraint dat_tests_check1 CHECK (((reason <> 'REASONABLE_SUSPICION'::text) OR (test_type = 'ALCOHOL'::text))),
  constraint dat_tests_check2 CHECK (((status <> ALL (ARRAY['NOTIFIED'::text, 'COLLECTED'::text, 'RESULTED'::text])) OR (notified_at IS NOT NULL))),
  constraint dat_tests_check3 CHECK ((num_nonnulls(notified_at, notice_status, notice_updated_at, notice) = ANY (ARRAY[0, 4]))),
  constraint dat_tests_notice_status_check CHECK ((notice_status = ANY (ARRAY['NOTIFIED'::text, 'RESULTED'::text, 'CANCELLED'::text]))),
  constraint dat_tests_status_check CHECK ((status = ANY (ARRAY['SELECTED'::text, 'NOTIFIED'::text, 'COLLECTED'::text, 'RESULTED'::text, 'CANCELLED'::text]))),
  constraint dat_tests_test_type_check CHECK ((test_type = ANY (ARRAY['DRUG'::text, 'ALCOHOL'::text]))),
  constraint dat_tests_center_id_crew_member_id_fkey FOREIGN KEY (center_id, crew_member_id) REFERENCES crew_members(center_id, id)
);

create table deliveries (
  center_id uuid not null,
  id uuid not null,
  endpoint_id uuid not null,
  event_id uuid not null,
  type text not null,
  state text not null default 'PENDING'::text,
  reason text,
  attempts integer not null default 0,
  last_status integer,
  created_at timestamp(3) with time zone not null,
  settled_at timestamp(3) with time zone,
  constraint deliveries_pkey PRIMARY KEY (center_id, id),
  constraint deliveries_state_check CHECK ((state = ANY (ARRAY['PENDING'::text, 'DELIVERED'::text, 'FAILED'::text])))
) partition by RANGE (id);

create table delivery_claims (
  token bigint not null,
  node text not null,
  lease_until timestamp(3) with time zone not null,
  endpoint_ids uuid[] not null,
  delivery_ids uuid[] not null,
  constraint delivery_claims_pkey PRIMARY KEY (token)
);

create table delivery_queue (
  endpoint_id uuid not null,
  delivery_id uuid not null,
  center_id uuid not null,
  event_id uuid not null,
  due_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null,
  attempts integer not null default 0,
  tries integer not null default 0,
  lease_token bigint,
  constraint delivery_queue_pkey PRIMARY KEY (endpoint_id, delivery_id)
) with (fillfactor=60, autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000, autovacuum_vacuum_insert_threshold=-1, autovacuum_vacuum_cost_delay=0);

create table endpoint_states (
  endpoint_id uuid not null,
  center_id uuid not null,
  status text not null default 'ACTIVE'::text,
  disabled_reason text,
  held_since timestamp(3) with time zone,
  held_for interval not null default '00:00:00'::interval,
  in_flight integer not null default 0,
  failures integer not null default 0,
  failing_since timestamp(3) with time zone,
  probe_at timestamp(3) with time zone,
  rate_slot_at timestamp with time zone,
  succeeded_at timestamp(3) with time zone,
  failed_at timestamp(3) with time zone,
  failed_unmailed integer not null default 0,
  mailed_at timestamp(3) with time zone,
  told_at timestamp(3) with time zone,
  notices text[] not null default '{}'::text[],
  warned_at timestamp(3) with time zone,
  constraint endpoint_states_pkey PRIMARY KEY (endpoint_id),
  constraint endpoint_states_disabled_reason_check CHECK ((disabled_reason = ANY (ARRAY['GONE'::text, 'FAILING'::text, 'STAFF'::text]))),
  constraint endpoint_states_held CHECK (((status = 'ACTIVE'::text) = (held_since IS NULL))),
  constraint endpoint_states_in_flight_check CHECK ((in_flight >= 0)),
  constraint endpoint_states_notices_check CHECK ((notices <@ ARRAY['WARNING'::text, 'GONE'::text, 'FAILING'::text, 'RECOVERED'::text])),
  constraint endpoint_states_reason CHECK (((status = 'DISABLED'::text) = (disabled_reason IS NOT NULL))),
  constraint endpoint_states_status_check CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'PAUSED'::text, 'DISABLED'::text, 'DELETED'::text]))),
  constraint endpoint_states_center_id_endpoint_id_fkey FOREIGN KEY (center_id, endpoint_id) REFERENCES endpoints(center_id, id)
) with (fillfactor=50, autovacuum_vacuum_scale_factor=0.05, autovacuum_vacuum_threshold=1000);

create table endpoint_subscriptions (
  center_id uuid not null,
  pattern text not null,
  endpoint_id uuid not null,
  constraint endpoint_subscriptions_pkey PRIMARY KEY (center_id, pattern, endpoint_id),
  constraint endpoint_subscriptions_center_id_endpoint_id_fkey FOREIGN KEY (center_id, endpoint_id) REFERENCES endpoints(center_id, id)
);

create table endpoint_traffic (
  center_id uuid not null,
  endpoint_id uuid not null,
  at timestamp(3) with time zone not null,
  delivered integer not null,
  refused integer not null,
  timed_out integer not null,
  unreachable integer not null,
  not_sent integer not null,
  ms_5 integer not null,
  ms_10 integer not null,
  ms_20 integer not null,
  ms_35 integer not null,
  ms_50 integer not null,
  ms_75 integer not null,
  ms_100 integer not null,
  ms_150 integer not null,
  ms_250 integer not null,
  ms_350 integer not null,
  ms_500 integer not null,
  ms_750 integer not null,
  ms_1000 integer not null,
  ms_1500 integer not null,
  ms_2500 integer not null,
  ms_3500 integer not null,
  ms_5000 integer not null,
  ms_more integer not null,
  constraint endpoint_traffic_pkey PRIMARY KEY (center_id, endpoint_id, at)
) with (fillfactor=70, autovacuum_vacuum_scale_factor=0.05, autovacuum_vacuum_threshold=1000);

create table endpoints (
  center_id uuid not null,
  id uuid not null,
  version integer not null default 1,
  url text not null,
  description text,
  contact_email text,
  events text[] not null,
  rate_per_second integer,
  max_in_flight integer not null default 10,
  secret text not null,
  secret_hint text not null,
  secret_key_id text not null,
  previous_secret text,
  previous_secret_hint text,
  previous_secret_key_id text,
  previous_secret_expires_at timestamp(3) with time zone,
  promised_header_signs_with text not null default 'CURRENT'::text,
  header_names text[] not null default '{}'::text[],
  header_values text,
  header_values_key_id text,
  created_by_name text not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  deleted_at timestamp(3) with time zone,
  constraint endpoints_pkey PRIMARY KEY (center_id, id),
  constraint endpoints_events_check CHECK ((cardinality(events) > 0)),
  constraint endpoints_max_in_flight_check CHECK (((max_in_flight >= 1) AND (max_in_flight <= 100))),
  constraint endpoints_promised_header_signs_with_check CHECK ((promised_header_signs_with = ANY (ARRAY['CURRENT'::text, 'PREVIOUS'::text]))),
  constraint endpoints_rate_per_second_check CHECK (((rate_per_second >= 1) AND (rate_per_second <= 10000))),
  constraint endpoints_url_check CHECK (((length(url) >= 1) AND (length(url) <= 2048))),
  constraint endpoints_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id)
);

create table events (
  center_id uuid not null,
  id uuid not null,
  type text not null,
  subject_id uuid not null,
  version integer not null,
  data json not null,
  created_at timestamp(3) with time zone not null,
  unmatched boolean not null default true,
  api_version text not null default '1.0.0'::text,
  sample boolean not null default false,
  constraint events_pkey PRIMARY KEY (center_id, id)
) partition by RANGE (id);

create table fa_training (
  center_id uuid not null,
  id uuid not null,
  version integer not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  crew_member_id uuid not null,
  kind text not null,
  aircraft_type text,
  status text not null,
  expires_on date not null,
  expires_month date not null generated always as ((date_trunc('month'::text, (expires_on)::timestamp without time zone))::date) stored,
  next_step_on date,
  search_text text not null,
  document json not null,
  constraint fa_training_pkey PRIMARY KEY (center_id, id),
  constraint fa_training_currency UNIQUE NULLS NOT DISTINCT (center_id, crew_member_id, kind, aircraft_type),
  constraint fa_training_check CHECK (((status = 'EXPIRED'::text) = (next_step_on IS NULL))),
  constraint fa_training_kind_check CHECK ((kind = ANY (ARRAY['RECURRENT'::text, 'EMERGENCY_DRILL'::text]))),
  constraint fa_training_status_check CHECK ((status = ANY (ARRAY['CURRENT'::text, 'DUE_SOON'::text, 'DUE'::text, 'GRACE'::text, 'EXPIRED'::text]))),
  constraint fa_training_center_id_crew_member_id_fkey FOREIGN KEY (center_id, crew_member_id) REFERENCES crew_members(center_id, id)
);

create table fa_training_completions (
  center_id uuid not null,
  fa_training_id uuid not null,
  version integer not null,
  recorded_at timestamp(3) with time zone not null,
  document json not null,
  constraint fa_training_completions_pkey PRIMARY KEY (center_id, fa_training_id, version),
  constraint fa_training_completions_center_id_fa_training_id_fkey FOREIGN KEY (center_id, fa_training_id) REFERENCES fa_training(center_id, id) ON DELETE CASCADE
);

create table failed_deliveries (
  center_id uuid not null,
  endpoint_id uuid not null,
  delivery_id uuid not null,
  failed_at timestamp(3) with time zone not null,
  constraint failed_deliveries_pkey PRIMARY KEY (center_id, endpoint_id, delivery_id)
);

create table flight_log (
  center_id uuid not null,
  id uuid not null,
  version integer not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  user_id uuid not null,
  date date not null,
  date_month date not null generated always as ((date_trunc('month'::text, (date)::timestamp without time zone))::date) stored,
  total_minutes integer not null,
  fingerprint text not null,
  search_text text not null,
  document json not null,
  constraint flight_log_pkey PRIMARY KEY (center_id, id),
  constraint flight_log_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id),
  constraint flight_log_center_id_user_id_fkey FOREIGN KEY (center_id, user_id) REFERENCES crew_members(center_id, user_id)
);

create table flight_log_corrections (
  center_id uuid not null,
  flight_id uuid not null,
  version integer not null,
  corrected_at timestamp(3) with time zone not null,
  document json not null,
  constraint flight_log_corrections_pkey PRIMARY KEY (center_id, flight_id, version),
  constraint flight_log_corrections_center_id_flight_id_fkey FOREIGN KEY (center_id, flight_id) REFERENCES flight_log(center_id, id) ON DELETE CASCADE
);

create table idempotency_records (
  center_id uuid not null,
  key_id uuid not null,
  operation text not null,
  idempotency_key text not null,
  fingerprint text not null,
  created_at timestamp(3) with time zone not null default now(),
  status integer,
  etag text,
  location text,
  body text,
  constraint idempotency_records_pkey PRIMARY KEY (center_id, key_id, operation, idempotency_key),
  constraint idempotency_records_idempotency_key_check CHECK (((length(idempotency_key) >= 1) AND (length(idempotency_key) <= 255))),
  constraint idempotency_records_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id)
);

create table invitations (
  center_id uuid not null,
  id uuid not null,
  email text not null,
  roles text[] not null,
  token_sha256 text not null,
  invited_by text not null,
  created_at timestamp(3) with time zone not null,
  expires_at timestamp(3) with time zone not null,
  accepted_at timestamp(3) with time zone,
  revoked_at timestamp(3) with time zone,
  constraint invitations_pkey PRIMARY KEY (center_id, id),
  constraint invitations_token_sha256_key UNIQUE (token_sha256),
  constraint invitations_email_check CHECK ((email = lower(email))),
  constraint invitations_roles CHECK (((cardinality(roles) > 0) AND (roles <@ ARRAY['OWNER'::text, 'ADMIN'::text, 'DISPATCHER'::text, 'INSTRUCTOR'::text, 'MAINTENANCE'::text, 'DER'::text, 'VIEWER'::text]))),
  constraint invitations_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id)
);

create table invoices (
  center_id uuid not null,
  id uuid not null,
  version integer not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  number text,
  status text not null,
  due_on date not null,
  issued_at timestamp(3) with time zone,
  issued_month date generated always as ((date_trunc('month'::text, (issued_at AT TIME ZONE 'UTC'::text)))::date) stored,
  search_text text not null,
  document json not null,
  constraint invoices_pkey PRIMARY KEY (center_id, id),
  constraint invoices_number UNIQUE (center_id, number),
  constraint invoices_check CHECK (((number IS NULL) = (issued_at IS NULL))),
  constraint invoices_check1 CHECK (
CASE status
    WHEN 'DRAFT'::text THEN (number IS NULL)
    WHEN 'VOID'::text THEN true
    ELSE (number IS NOT NULL)
END),
  constraint invoices_status_check CHECK ((status = ANY (ARRAY['DRAFT'::text, 'SENT'::text, 'PAID'::text, 'VOID'::text, 'OVERDUE'::text]))),
  constraint invoices_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id)
);

create table mail_outbox (
  id uuid not null,
  center_id uuid,
  dedupe_key text,
  recipients text[] not null,
  subject text not null,
  body text not null,
  state text not null default 'WAITING'::text,
  attempts integer not null default 0,
  due_at timestamp(3) with time zone not null default date_trunc('milliseconds'::text, now()),
  error text,
  created_at timestamp(3) with time zone not null default now(),
  settled_at timestamp(3) with time zone,
  constraint mail_outbox_pkey PRIMARY KEY (id),
  constraint mail_outbox_dedupe_key_key UNIQUE (dedupe_key),
  constraint mail_outbox_body_check CHECK ((length(body) <= 65536)),
  constraint mail_outbox_recipients_check CHECK (((cardinality(recipients) >= 1) AND (cardinality(recipients) <= 50))),
  constraint mail_outbox_state_check CHECK ((state = ANY (ARRAY['WAITING'::text, 'SENT'::text, 'KEPT'::text, 'FAILED'::text]))),
  constraint mail_outbox_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 200))),
  constraint mail_outbox_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id)
);

create table mel_deferrals (
  center_id uuid not null,
  id uuid not null,
  version integer not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  aircraft_id uuid not null,
  category text not null,
  status text not null,
  recorded_at timestamp(3) with time zone not null,
  recorded_month date not null generated always as ((date_trunc('month'::text, (recorded_at AT TIME ZONE 'UTC'::text)))::date) stored,
  expires_at timestamp(3) with time zone not null,
  expiry_announced boolean not null,
  search_text text not null,
  document json not null,
  constraint mel_deferrals_pkey PRIMARY KEY (center_id, id),
  constraint mel_deferrals_category_check CHECK ((category = ANY (ARRAY['A'::text, 'B'::text, 'C'::text, 'D'::text]))),
  constraint mel_deferrals_check CHECK ((recorded_at < expires_at)),
  constraint mel_deferrals_status_check CHECK ((status = ANY (ARRAY['OPEN'::text, 'EXPIRED'::text, 'CLOSED'::text]))),
  constraint mel_deferrals_center_id_aircraft_id_fkey FOREIGN KEY (center_id, aircraft_id) REFERENCES aircraft(center_id, id)
);

create table members (
  center_id uuid not null,
  user_id uuid not null,
  roles text[] not null,
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  constraint members_pkey PRIMARY KEY (center_id, user_id),
  constraint members_roles CHECK (((cardinality(roles) > 0) AND (roles <@ ARRAY['OWNER'::text, 'ADMIN'::text, 'DISPATCHER'::text, 'INSTRUCTOR'::text, 'MAINTENANCE'::text, 'DER'::text, 'VIEWER'::text]))),
  constraint members_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id),
  constraint members_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);

create table recoveries (
  center_id uuid not null,
  id uuid not null,
  kind text not null,
  endpoint_id uuid,
  types text[],
  since timestamp(3) with time zone not null,
  until timestamp(3) with time zone not null,
  state text not null default 'RUNNING'::text,
  cursor_id uuid not null,
  reached_at timestamp(3) with time zone not null,
  examined integer not null default 0,
  sent integer not null default 0,
  total integer,
  created_by_name text not null,
  created_at timestamp(3) with time zone not null,
  worked_at timestamp(3) with time zone not null,
  finished_at timestamp(3) with time zone,
  constraint recoveries_pkey PRIMARY KEY (center_id, id),
  constraint recoveries_endpoint CHECK (((kind = 'UNMATCHED'::text) = (endpoint_id IS NULL))),
  constraint recoveries_kind_check CHECK ((kind = ANY (ARRAY['RECOVER'::text, 'MISSING'::text, 'UNMATCHED'::text]))),
  constraint recoveries_state_check CHECK ((state = ANY (ARRAY['RUNNING'::text, 'DONE'::text, 'CANCELLED'::text]))),
  constraint recoveries_center_id_endpoint_id_fkey FOREIGN KEY (center_id, endpoint_id) REFERENCES endpoints(center_id, id),
  constraint recoveries_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id)
);

create table reserve_assignments (
  center_id uuid not null,
  id uuid not null,
  version integer not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  crew_member_id uuid not null,
  type text not null,
  status text not null,
  window_start timestamp(3) with time zone not null,
  window_end timestamp(3) with time zone not null,
  start_month date not null generated always as ((date_trunc('month'::text, (window_start AT TIME ZONE 'UTC'::text)))::date) stored,
  held_until timestamp(3) with time zone not null,
  free_at timestamp(3) with time zone not null,
  report_at timestamp(3) with time zone,
  released_at timestamp(3) with time zone,
  search_text text not null,
  document json not null,
  constraint reserve_assignments_pkey PRIMARY KEY (center_id, id),
  constraint reserve_assignments_overlap EXCLUDE USING gist (center_id WITH =, crew_member_id WITH =, tstzrange(window_start, held_until) WITH &&),
  constraint reserve_assignments_check CHECK (((window_start < window_end) AND ((window_end - window_start) <= '31 days'::interval))),
  constraint reserve_assignments_check1 CHECK ((((held_until >= window_start) AND (held_until <= window_end)) AND (held_until <= free_at))),
  constraint reserve_assignments_status_check CHECK ((status = ANY (ARRAY['AVAILABLE'::text, 'CALLED_OUT'::text, 'NO_CONTACT'::text, 'RELEASED'::text]))),
  constraint reserve_assignments_type_check CHECK ((type = ANY (ARRAY['LONG_CALL'::text, 'SHORT_CALL'::text, 'AIRPORT_STANDBY'::text]))),
  constraint reserve_assignments_center_id_crew_member_id_fkey FOREIGN KEY (center_id, crew_member_id) REFERENCES crew_members(center_id, id),
  constraint reserve_assignments_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id)
);

create table sessions (
  id uuid not null,
  user_id uuid not null,
  token text not null,
  expires_at timestamp(3) with time zone not null,
  ip_address text,
  user_agent text,
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_token_key UNIQUE (token),
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE
);

create table sign_in_limits (
  id uuid not null,
  key text not null,
  count integer not null,
  last_request bigint not null,
  constraint sign_in_limits_pkey PRIMARY KEY (id),
  constraint sign_in_limits_key_key UNIQUE (key)
);

create table simulators (
  center_id uuid not null,
  id uuid not null,
  version integer not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  name text not null,
  status text not null,
  document json not null,
  constraint simulators_pkey PRIMARY KEY (center_id, id),
  constraint simulators_name UNIQUE (center_id, name),
  constraint simulators_status_check CHECK ((status = ANY (ARRAY['IN_SERVICE'::text, 'OUT_OF_SERVICE'::text]))),
  constraint simulators_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id)
);

create table stage_checks (
  center_id uuid not null,
  id uuid not null,
  version integer not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  trainee_id uuid not null,
  check_instructor_id uuid not null,
  recommended_by_id uuid,
  recheck_of_id uuid,
  course text not null,
  stage text not null,
  status text not null,
  scheduled_at timestamp(3) with time zone not null,
  scheduled_month date not null generated always as ((date_trunc('month'::text, (scheduled_at AT TIME ZONE 'UTC'::text)))::date) stored,
  search_text text not null,
  document json not null,
  constraint stage_checks_pkey PRIMARY KEY (center_id, id),
  constraint stage_checks_check CHECK ((check_instructor_id <> recommended_by_id)),
  constraint stage_checks_status_check CHECK ((status = ANY (ARRAY['SCHEDULED'::text, 'PASSED'::text, 'FAILED'::text, 'INCOMPLETE'::text, 'CANCELLED'::text]))),
  constraint stage_checks_center_id_check_instructor_id_fkey FOREIGN KEY (center_id, check_instructor_id) REFERENCES crew_members(center_id, id),
  constraint stage_checks_center_id_recheck_of_id_fkey FOREIGN KEY (center_id, recheck_of_id) REFERENCES stage_checks(center_id, id),
  constraint stage_checks_center_id_recommended_by_id_fkey FOREIGN KEY (center_id, recommended_by_id) REFERENCES crew_members(center_id, id),
  constraint stage_checks_center_id_trainee_id_fkey FOREIGN KEY (center_id, trainee_id) REFERENCES trainees(center_id, id)
);

create table trade_settings (
  center_id uuid not null,
  auto_approve_pickups boolean not null,
  cut_off_minutes integer not null,
  updated_at timestamp(3) with time zone not null,
  constraint trade_settings_pkey PRIMARY KEY (center_id),
  constraint trade_settings_cut_off_minutes_check CHECK (((cut_off_minutes >= 0) AND (cut_off_minutes <= 43200))),
  constraint trade_settings_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id)
);

create table trainee_primary_instructors (
  center_id uuid not null,
  trainee_id uuid not null,
  crew_member_id uuid not null,
  since timestamp(3) with time zone not null,
  constraint trainee_primary_instructors_pkey PRIMARY KEY (center_id, trainee_id, crew_member_id),
  constraint trainee_primary_instructors_center_id_crew_member_id_fkey FOREIGN KEY (center_id, crew_member_id) REFERENCES crew_members(center_id, id),
  constraint trainee_primary_instructors_center_id_trainee_id_fkey FOREIGN KEY (center_id, trainee_id) REFERENCES trainees(center_id, id) ON DELETE CASCADE
);

create table trainees (
  center_id uuid not null,
  id uuid not null,
  version integer not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  status text not null,
  primary_instructor_id uuid,
  search_text text not null,
  document json not null,
  constraint trainees_pkey PRIMARY KEY (center_id, id),
  constraint trainees_status_check CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'ON_HOLD'::text, 'COMPLETED'::text, 'WITHDRAWN'::text]))),
  constraint trainees_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id),
  constraint trainees_center_id_primary_instructor_id_fkey FOREIGN KEY (center_id, primary_instructor_id) REFERENCES crew_members(center_id, id)
);

create table trip_duties (
  center_id uuid not null,
  trip_id uuid not null,
  report_at timestamp(3) with time zone not null,
  release_at timestamp(3) with time zone not null,
  constraint trip_duties_pkey PRIMARY KEY (center_id, trip_id, report_at),
  constraint trip_duties_check CHECK (((report_at < release_at) AND ((release_at - report_at) <= '36:00:00'::interval))),
  constraint trip_duties_center_id_trip_id_fkey FOREIGN KEY (center_id, trip_id) REFERENCES trips(center_id, id) ON DELETE CASCADE
);

create table trip_trade_people (
  center_id uuid not null,
  trade_id uuid not null,
  crew_member_id uuid not null,
  constraint trip_trade_people_pkey PRIMARY KEY (center_id, trade_id, crew_member_id),
  constraint trip_trade_people_center_id_crew_member_id_fkey FOREIGN KEY (center_id, crew_member_id) REFERENCES crew_members(center_id, id),
  constraint trip_trade_people_center_id_trade_id_fkey FOREIGN KEY (center_id, trade_id) REFERENCES trip_trades(center_id, id) ON DELETE CASCADE
);

create table trip_trades (
  center_id uuid not null,
  id uuid not null,
  version integer not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  kind text not null,
  status text not null,
  offered_trip_id uuid,
  wanted_trip_id uuid,
  cut_off_at timestamp(3) with time zone not null,
  search_text text not null,
  document json not null,
  constraint trip_trades_pkey PRIMARY KEY (center_id, id),
  constraint trip_trades_check CHECK (((offered_trip_id IS NOT NULL) = (kind = ANY (ARRAY['DROP'::text, 'SWAP'::text])))),
  constraint trip_trades_check1 CHECK (((wanted_trip_id IS NOT NULL) = (kind = ANY (ARRAY['PICKUP'::text, 'SWAP'::text])))),
  constraint trip_trades_kind_check CHECK ((kind = ANY (ARRAY['DROP'::text, 'PICKUP'::text, 'SWAP'::text]))),
  constraint trip_trades_status_check CHECK ((status = ANY (ARRAY['REQUESTED'::text, 'APPROVED'::text, 'DENIED'::text, 'CANCELLED'::text]))),
  constraint trip_trades_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id),
  constraint trip_trades_center_id_offered_trip_id_fkey FOREIGN KEY (center_id, offered_trip_id) REFERENCES trips(center_id, id),
  constraint trip_trades_center_id_wanted_trip_id_fkey FOREIGN KEY (center_id, wanted_trip_id) REFERENCES trips(center_id, id)
);

create table trips (
  center_id uuid not null,
  id uuid not null,
  version integer not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  crew_member_id uuid,
  assignment text not null generated always as (
CASE
    WHEN (crew_member_id IS NULL) THEN 'OPEN'::text
    ELSE 'ASSIGNED'::text
END) stored,
  position text not null,
  starts_at timestamp(3) with time zone not null,
  ends_at timestamp(3) with time zone not null,
  starts_month date not null generated always as ((date_trunc('month'::text, (starts_at AT TIME ZONE 'UTC'::text)))::date) stored,
  search_text text not null,
  document json not null,
  constraint trips_pkey PRIMARY KEY (center_id, id),
  constraint trips_crew_overlap EXCLUDE USING gist (center_id WITH =, crew_member_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE ((crew_member_id IS NOT NULL)) DEFERRABLE,
  constraint trips_check CHECK (((starts_at < ends_at) AND ((ends_at - starts_at) <= '31 days'::interval))),
  constraint trips_position_check CHECK (("position" = ANY (ARRAY['CAPTAIN'::text, 'FIRST_OFFICER'::text, 'FLIGHT_ATTENDANT'::text]))),
  constraint trips_center_id_crew_member_id_fkey FOREIGN KEY (center_id, crew_member_id) REFERENCES crew_members(center_id, id),
  constraint trips_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id)
);

create table users (
  id uuid not null,
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  constraint users_pkey PRIMARY KEY (id),
  constraint users_email_key UNIQUE (email),
  constraint users_email_check CHECK ((email = lower(email)))
);

create table verifications (
  id uuid not null,
  identifier text not null,
  value text not null,
  expires_at timestamp(3) with time zone not null,
  created_at timestamp(3) with time zone not null default now(),
  updated_at timestamp(3) with time zone not null default now(),
  constraint verifications_pkey PRIMARY KEY (id)
);

create table work_orders (
  center_id uuid not null,
  id uuid not null,
  version integer not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  number text not null,
  simulator_id uuid not null,
  assignee_id uuid,
  status text not null,
  priority text not null,
  search_text text not null,
  document json not null,
  constraint work_orders_pkey PRIMARY KEY (center_id, id),
  constraint work_orders_number UNIQUE (center_id, number),
  constraint work_orders_priority_check CHECK ((priority = ANY (ARRAY['LOW'::text, 'NORMAL'::text, 'HIGH'::text, 'CRITICAL'::text]))),
  constraint work_orders_status_check CHECK ((status = ANY (ARRAY['OPEN'::text, 'IN_PROGRESS'::text, 'AWAITING_PARTS'::text, 'COMPLETED'::text, 'CANCELLED'::text]))),
  constraint work_orders_center_id_assignee_id_fkey FOREIGN KEY (center_id, assignee_id) REFERENCES crew_members(center_id, id),
  constraint work_orders_center_id_fkey FOREIGN KEY (center_id) REFERENCES centers(id),
  constraint work_orders_center_id_simulator_id_fkey FOREIGN KEY (center_id, simulator_id) REFERENCES simulators(center_id, id)
);

CREATE INDEX accounts_user ON public.accounts USING btree (user_id);
CREATE INDEX aircraft_keyset ON public.aircraft USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX aircraft_status ON public.aircraft USING btree (center_id, status, created_at DESC, id DESC);
CREATE INDEX aircraft_updated ON public.aircraft USING btree (center_id, updated_at) INCLUDE (created_at, id);
CREATE INDEX api_keys_keyset ON public.api_keys USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX audit_log_action ON public.audit_log USING btree (center_id, action, created_at DESC, id DESC);
CREATE INDEX audit_log_actor ON public.audit_log USING btree (center_id, actor_id, created_at DESC, id DESC);
CREATE INDEX audit_log_confidential ON public.audit_log USING btree (center_id, confidential, created_at DESC, id DESC);
CREATE INDEX audit_log_keyset ON public.audit_log USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX audit_log_subject ON public.audit_log USING btree (center_id, subject_id, created_at DESC, id DESC);
CREATE UNIQUE INDEX booking_people_trainee ON public.booking_people USING btree (center_id, trainee_id, booking_id);
CREATE INDEX bookings_ended ON public.bookings USING btree (center_id, ends_at) INCLUDE (instructor_id, starts_at) WHERE (status = 'COMPLETED'::text);
CREATE UNIQUE INDEX bookings_external_ref ON public.bookings USING btree (center_id, external_ref) WHERE (external_ref IS NOT NULL);
CREATE INDEX bookings_instructor ON public.bookings USING btree (center_id, instructor_id, created_at DESC, id DESC);
CREATE INDEX bookings_keyset ON public.bookings USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX bookings_month ON public.bookings USING btree (center_id, starts_month, created_at DESC, id DESC);
CREATE INDEX bookings_search ON public.bookings USING gin (center_id, status, search_text gin_trgm_ops);
CREATE INDEX bookings_simulator ON public.bookings USING btree (center_id, simulator_id, created_at DESC, id DESC);
CREATE INDEX bookings_starts ON public.bookings USING btree (center_id, starts_at);
CREATE INDEX bookings_status ON public.bookings USING btree (center_id, status, created_at DESC, id DESC);
CREATE INDEX bookings_status_month ON public.bookings USING btree (center_id, status, starts_month, created_at DESC, id DESC);
CREATE INDEX bookings_updated ON public.bookings USING btree (center_id, updated_at) INCLUDE (created_at, id, starts_at, status, simulator_id);
CREATE INDEX compliance_items_category ON public.compliance_items USING btree (center_id, category, created_at DESC, id DESC);
CREATE INDEX compliance_items_category_month ON public.compliance_items USING btree (center_id, category, due_month, created_at DESC, id DESC);
CREATE INDEX compliance_items_due ON public.compliance_items USING btree (center_id, due_on);
CREATE INDEX compliance_items_keyset ON public.compliance_items USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX compliance_items_month ON public.compliance_items USING btree (center_id, due_month, created_at DESC, id DESC);
CREATE INDEX compliance_items_overdue ON public.compliance_items USING btree (center_id, due_on) WHERE ((status = ANY (ARRAY['COMPLIANT'::text, 'DUE_SOON'::text, 'IN_PROGRESS'::text])) AND (NOT overdue_announced));
CREATE INDEX compliance_items_search ON public.compliance_items USING gin (center_id, status, category, search_text gin_trgm_ops);
CREATE INDEX compliance_items_soon ON public.compliance_items USING btree (center_id, soon_on) WHERE (status = 'COMPLIANT'::text);
CREATE INDEX compliance_items_status ON public.compliance_items USING btree (center_id, status, created_at DESC, id DESC);
CREATE INDEX compliance_items_status_month ON public.compliance_items USING btree (center_id, status, due_month, created_at DESC, id DESC);
CREATE INDEX compliance_items_updated ON public.compliance_items USING btree (center_id, updated_at) INCLUDE (created_at, id, due_on, status, category);
CREATE INDEX compliance_items_waived ON public.compliance_items USING btree (center_id, waived_until) WHERE (status = 'WAIVED'::text);
CREATE INDEX crew_members_keyset ON public.crew_members USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX crew_members_role ON public.crew_members USING btree (center_id, role, created_at DESC, id DESC);
CREATE INDEX crew_members_search ON public.crew_members USING gin (center_id, role, search_text gin_trgm_ops);
CREATE INDEX dat_draws_keyset ON public.dat_draws USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX dat_tests_all ON public.dat_tests USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX dat_tests_all_status ON public.dat_tests USING btree (center_id, status, created_at DESC, id DESC);
CREATE INDEX dat_tests_crew ON public.dat_tests USING btree (center_id, crew_member_id, created_at DESC, id DESC) WHERE (notified_at IS NOT NULL);
CREATE INDEX dat_tests_keyset ON public.dat_tests USING btree (center_id, created_at DESC, id DESC) WHERE (notified_at IS NOT NULL);
CREATE INDEX dat_tests_month ON public.dat_tests USING btree (center_id, notified_month, created_at DESC, id DESC) WHERE (notified_at IS NOT NULL);
CREATE INDEX dat_tests_notice_status ON public.dat_tests USING btree (center_id, notice_status, created_at DESC, id DESC) WHERE (notified_at IS NOT NULL);
CREATE INDEX dat_tests_notice_status_month ON public.dat_tests USING btree (center_id, notice_status, notified_month, created_at DESC, id DESC) WHERE (notified_at IS NOT NULL);
CREATE INDEX dat_tests_notice_updated ON public.dat_tests USING btree (center_id, notice_updated_at) INCLUDE (created_at, id, notified_at, notice_status, test_type) WHERE (notified_at IS NOT NULL);
CREATE INDEX dat_tests_notified ON public.dat_tests USING btree (center_id, notified_at) WHERE (notified_at IS NOT NULL);
CREATE INDEX dat_tests_reason ON public.dat_tests USING btree (center_id, reason, created_at DESC, id DESC) WHERE (notified_at IS NOT NULL);
CREATE INDEX dat_tests_reason_month ON public.dat_tests USING btree (center_id, reason, notified_month, created_at DESC, id DESC) WHERE (notified_at IS NOT NULL);
CREATE INDEX dat_tests_result ON public.dat_tests USING btree (center_id, result, created_at DESC, id DESC) WHERE (notified_at IS NOT NULL);
CREATE INDEX dat_tests_status ON public.dat_tests USING btree (center_id, status, created_at DESC, id DESC) WHERE (notified_at IS NOT NULL);
CREATE INDEX dat_tests_status_month ON public.dat_tests USING btree (center_id, status, notified_month, created_at DESC, id DESC) WHERE (notified_at IS NOT NULL);
CREATE INDEX dat_tests_status_reason ON public.dat_tests USING btree (center_id, status, reason, created_at DESC, id DESC) WHERE (notified_at IS NOT NULL);
CREATE INDEX dat_tests_status_result ON public.dat_tests USING btree (center_id, status, result, created_at DESC, id DESC) WHERE (notified_at IS NOT NULL);
CREATE INDEX dat_tests_type ON public.dat_tests USING btree (center_id, test_type, created_at DESC, id DESC) WHERE (notified_at IS NOT NULL);
CREATE INDEX dat_tests_updated ON public.dat_tests USING btree (center_id, updated_at) INCLUDE (created_at, id, notified_at, status, test_type, reason, result) WHERE (notified_at IS NOT NULL);
CREATE INDEX dat_tests_visible ON public.dat_tests USING btree (center_id, id) WHERE (notified_at IS NOT NULL);
CREATE INDEX deliveries_endpoint ON ONLY public.deliveries USING btree (center_id, endpoint_id, id DESC);
CREATE INDEX delivery_claims_lease ON public.delivery_claims USING btree (lease_until);
CREATE INDEX delivery_queue_due ON public.delivery_queue USING btree (endpoint_id, due_at);
CREATE INDEX endpoint_states_center ON public.endpoint_states USING btree (center_id);
CREATE INDEX endpoint_traffic_at ON public.endpoint_traffic USING btree (at);
CREATE INDEX endpoints_keyset ON public.endpoints USING btree (center_id, created_at DESC, id DESC) WHERE (deleted_at IS NULL);
CREATE INDEX events_subject ON ONLY public.events USING btree (center_id, subject_id, id DESC);
CREATE INDEX events_type ON ONLY public.events USING btree (center_id, type, id DESC);
CREATE INDEX events_unmatched ON ONLY public.events USING btree (center_id, id DESC) WHERE unmatched;
CREATE INDEX fa_training_crew ON public.fa_training USING btree (center_id, crew_member_id, created_at DESC, id DESC);
CREATE INDEX fa_training_expires ON public.fa_training USING btree (center_id, expires_on);
CREATE INDEX fa_training_keyset ON public.fa_training USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX fa_training_kind ON public.fa_training USING btree (center_id, kind, created_at DESC, id DESC);
CREATE INDEX fa_training_month ON public.fa_training USING btree (center_id, expires_month, created_at DESC, id DESC);
CREATE INDEX fa_training_next_step ON public.fa_training USING btree (center_id, status, next_step_on) WHERE (status <> 'EXPIRED'::text);
CREATE INDEX fa_training_search ON public.fa_training USING gin (center_id, status, kind, aircraft_type, search_text gin_trgm_ops);
CREATE INDEX fa_training_status ON public.fa_training USING btree (center_id, status, created_at DESC, id DESC);
CREATE INDEX fa_training_status_month ON public.fa_training USING btree (center_id, status, expires_month, created_at DESC, id DESC);
CREATE INDEX fa_training_type ON public.fa_training USING btree (center_id, aircraft_type, created_at DESC, id DESC);
CREATE INDEX fa_training_updated ON public.fa_training USING btree (center_id, updated_at) INCLUDE (created_at, id, expires_on, status, kind, aircraft_type);
CREATE INDEX failed_deliveries_center ON public.failed_deliveries USING btree (center_id, delivery_id DESC);
CREATE INDEX flight_log_date ON public.flight_log USING btree (center_id, date);
CREATE INDEX flight_log_fingerprint ON public.flight_log USING btree (center_id, fingerprint);
CREATE INDEX flight_log_keyset ON public.flight_log USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX flight_log_month ON public.flight_log USING btree (center_id, date_month, created_at DESC, id DESC);
CREATE INDEX flight_log_search ON public.flight_log USING gin (center_id, search_text gin_trgm_ops);
CREATE INDEX flight_log_updated ON public.flight_log USING btree (center_id, updated_at) INCLUDE (created_at, id, date);
CREATE INDEX flight_log_user ON public.flight_log USING btree (center_id, user_id, created_at DESC, id DESC);
CREATE INDEX flight_log_user_days ON public.flight_log USING btree (center_id, user_id, date) INCLUDE (total_minutes);
CREATE INDEX idempotency_records_age ON public.idempotency_records USING btree (created_at);
CREATE UNIQUE INDEX invitations_open ON public.invitations USING btree (center_id, email) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));
CREATE INDEX invoices_due ON public.invoices USING btree (center_id, due_on) WHERE (status = 'SENT'::text);
CREATE INDEX invoices_issued ON public.invoices USING btree (center_id, issued_at);
CREATE INDEX invoices_keyset ON public.invoices USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX invoices_month ON public.invoices USING btree (center_id, issued_month, created_at DESC, id DESC);
CREATE INDEX invoices_search ON public.invoices USING gin (center_id, status, search_text gin_trgm_ops);
CREATE INDEX invoices_status ON public.invoices USING btree (center_id, status, created_at DESC, id DESC);
CREATE INDEX invoices_status_month ON public.invoices USING btree (center_id, status, issued_month, created_at DESC, id DESC);
CREATE INDEX invoices_updated ON public.invoices USING btree (center_id, updated_at) INCLUDE (created_at, id, issued_at, status);
CREATE INDEX mail_outbox_center ON public.mail_outbox USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX mail_outbox_due ON public.mail_outbox USING btree (due_at) WHERE (state = 'WAITING'::text);
CREATE INDEX mail_outbox_settled ON public.mail_outbox USING btree (settled_at) WHERE (settled_at IS NOT NULL);
CREATE INDEX mel_deferrals_aircraft ON public.mel_deferrals USING btree (center_id, aircraft_id, created_at DESC, id DESC);
CREATE INDEX mel_deferrals_category ON public.mel_deferrals USING btree (center_id, category, created_at DESC, id DESC);
CREATE INDEX mel_deferrals_expires ON public.mel_deferrals USING btree (center_id, expires_at) WHERE (status = 'OPEN'::text);
CREATE INDEX mel_deferrals_expiring ON public.mel_deferrals USING btree (center_id, expires_at) WHERE ((status = 'OPEN'::text) AND (NOT expiry_announced));
CREATE INDEX mel_deferrals_grounding ON public.mel_deferrals USING btree (center_id, aircraft_id) WHERE (status = 'EXPIRED'::text);
CREATE INDEX mel_deferrals_keyset ON public.mel_deferrals USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX mel_deferrals_month ON public.mel_deferrals USING btree (center_id, recorded_month, created_at DESC, id DESC);
CREATE INDEX mel_deferrals_recorded ON public.mel_deferrals USING btree (center_id, recorded_at);
CREATE INDEX mel_deferrals_search ON public.mel_deferrals USING gin (center_id, status, category, search_text gin_trgm_ops);
CREATE INDEX mel_deferrals_status ON public.mel_deferrals USING btree (center_id, status, created_at DESC, id DESC);
CREATE INDEX mel_deferrals_status_month ON public.mel_deferrals USING btree (center_id, status, recorded_month, created_at DESC, id DESC);
CREATE INDEX mel_deferrals_updated ON public.mel_deferrals USING btree (center_id, updated_at) INCLUDE (created_at, id, recorded_at, status, category, aircraft_id);
CREATE INDEX members_user ON public.members USING btree (user_id, center_id);
CREATE INDEX recoveries_keyset ON public.recoveries USING btree (center_id, created_at DESC, id DESC);
CREATE UNIQUE INDEX recoveries_one_running ON public.recoveries USING btree (center_id, COALESCE(endpoint_id, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE (state = 'RUNNING'::text);
CREATE INDEX recoveries_running ON public.recoveries USING btree (worked_at) WHERE (state = 'RUNNING'::text);
CREATE INDEX reserve_assignments_crew ON public.reserve_assignments USING btree (center_id, crew_member_id, created_at DESC, id DESC);
CREATE INDEX reserve_assignments_due ON public.reserve_assignments USING btree (center_id, window_end) WHERE (status = ANY (ARRAY['AVAILABLE'::text, 'NO_CONTACT'::text]));
CREATE INDEX reserve_assignments_free ON public.reserve_assignments USING btree (center_id, crew_member_id, free_at);
CREATE INDEX reserve_assignments_keyset ON public.reserve_assignments USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX reserve_assignments_month ON public.reserve_assignments USING btree (center_id, start_month, created_at DESC, id DESC);
CREATE INDEX reserve_assignments_rested ON public.reserve_assignments USING btree (center_id, released_at) WHERE (report_at IS NOT NULL);
CREATE INDEX reserve_assignments_running ON public.reserve_assignments USING btree (center_id, report_at) WHERE (status = 'CALLED_OUT'::text);
CREATE INDEX reserve_assignments_search ON public.reserve_assignments USING gin (center_id, status, type, search_text gin_trgm_ops);
CREATE INDEX reserve_assignments_status ON public.reserve_assignments USING btree (center_id, status, created_at DESC, id DESC);
CREATE INDEX reserve_assignments_status_month ON public.reserve_assignments USING btree (center_id, status, start_month, created_at DESC, id DESC);
CREATE INDEX reserve_assignments_type ON public.reserve_assignments USING btree (center_id, type, created_at DESC, id DESC);
CREATE INDEX reserve_assignments_updated ON public.reserve_assignments USING btree (center_id, updated_at) INCLUDE (created_at, id, window_start, window_end, status, type);
CREATE INDEX reserve_assignments_window ON public.reserve_assignments USING gist (center_id, tstzrange(window_start, window_end));
CREATE INDEX sessions_user ON public.sessions USING btree (user_id);
CREATE INDEX simulators_keyset ON public.simulators USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX simulators_status ON public.simulators USING btree (center_id, status, created_at DESC, id DESC);
CREATE INDEX simulators_updated ON public.simulators USING btree (center_id, updated_at) INCLUDE (created_at, id);
CREATE INDEX stage_checks_instructor ON public.stage_checks USING btree (center_id, check_instructor_id);
CREATE INDEX stage_checks_keyset ON public.stage_checks USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX stage_checks_month ON public.stage_checks USING btree (center_id, scheduled_month, created_at DESC, id DESC);
CREATE INDEX stage_checks_recheck ON public.stage_checks USING btree (center_id, recheck_of_id) WHERE (recheck_of_id IS NOT NULL);
CREATE INDEX stage_checks_recommender ON public.stage_checks USING btree (center_id, recommended_by_id) WHERE (recommended_by_id IS NOT NULL);
CREATE INDEX stage_checks_scheduled ON public.stage_checks USING btree (center_id, scheduled_at);
CREATE INDEX stage_checks_search ON public.stage_checks USING gin (center_id, status, search_text gin_trgm_ops);
CREATE UNIQUE INDEX stage_checks_stage ON public.stage_checks USING btree (center_id, trainee_id, lower(course), lower(stage)) WHERE (status = ANY (ARRAY['SCHEDULED'::text, 'PASSED'::text]));
CREATE INDEX stage_checks_status ON public.stage_checks USING btree (center_id, status, created_at DESC, id DESC);
CREATE INDEX stage_checks_status_month ON public.stage_checks USING btree (center_id, status, scheduled_month, created_at DESC, id DESC);
CREATE INDEX stage_checks_trainee ON public.stage_checks USING btree (center_id, trainee_id, created_at DESC, id DESC);
CREATE INDEX stage_checks_updated ON public.stage_checks USING btree (center_id, updated_at) INCLUDE (created_at, id, scheduled_at, status);
CREATE INDEX trainee_primary_instructors_member ON public.trainee_primary_instructors USING btree (center_id, crew_member_id);
CREATE INDEX trainees_keyset ON public.trainees USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX trainees_primary_instructor ON public.trainees USING btree (center_id, primary_instructor_id);
CREATE INDEX trainees_search ON public.trainees USING gin (center_id, status, search_text gin_trgm_ops);
CREATE INDEX trainees_status ON public.trainees USING btree (center_id, status, created_at DESC, id DESC);
CREATE INDEX trainees_updated ON public.trainees USING btree (center_id, updated_at) INCLUDE (created_at, id, status);
CREATE INDEX trip_duties_report ON public.trip_duties USING btree (center_id, report_at) INCLUDE (release_at, trip_id);
CREATE INDEX trip_trade_people_person ON public.trip_trade_people USING btree (center_id, crew_member_id, trade_id);
CREATE INDEX trip_trades_due ON public.trip_trades USING btree (center_id, cut_off_at) WHERE (status = 'REQUESTED'::text);
CREATE INDEX trip_trades_keyset ON public.trip_trades USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX trip_trades_kind ON public.trip_trades USING btree (center_id, kind, created_at DESC, id DESC);
CREATE INDEX trip_trades_offered ON public.trip_trades USING btree (center_id, offered_trip_id);
CREATE INDEX trip_trades_search ON public.trip_trades USING gin (center_id, status, kind, search_text gin_trgm_ops);
CREATE INDEX trip_trades_status ON public.trip_trades USING btree (center_id, status, created_at DESC, id DESC);
CREATE INDEX trip_trades_updated ON public.trip_trades USING btree (center_id, updated_at) INCLUDE (created_at, id, status, kind);
CREATE INDEX trip_trades_wanted ON public.trip_trades USING btree (center_id, wanted_trip_id);
CREATE INDEX trips_assignment ON public.trips USING btree (center_id, assignment, created_at DESC, id DESC);
CREATE INDEX trips_crew ON public.trips USING btree (center_id, crew_member_id, starts_at);
CREATE INDEX trips_keyset ON public.trips USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX trips_month ON public.trips USING btree (center_id, starts_month, created_at DESC, id DESC);
CREATE INDEX trips_position ON public.trips USING btree (center_id, "position", created_at DESC, id DESC);
CREATE INDEX trips_search ON public.trips USING gin (center_id, search_text gin_trgm_ops);
CREATE INDEX trips_starts ON public.trips USING btree (center_id, starts_at);
CREATE INDEX trips_updated ON public.trips USING btree (center_id, updated_at) INCLUDE (created_at, id);
CREATE INDEX verifications_identifier ON public.verifications USING btree (identifier);
CREATE INDEX work_orders_assignee ON public.work_orders USING btree (center_id, assignee_id);
CREATE INDEX work_orders_grounding ON public.work_orders USING btree (center_id, simulator_id) WHERE ((priority = 'CRITICAL'::text) AND (status = ANY (ARRAY['OPEN'::text, 'IN_PROGRESS'::text, 'AWAITING_PARTS'::text])));
CREATE INDEX work_orders_keyset ON public.work_orders USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX work_orders_priority ON public.work_orders USING btree (center_id, priority, created_at DESC, id DESC);
CREATE INDEX work_orders_search ON public.work_orders USING gin (center_id, status, priority, search_text gin_trgm_ops);
CREATE INDEX work_orders_simulator ON public.work_orders USING btree (center_id, simulator_id, created_at DESC, id DESC);
CREATE INDEX work_orders_status ON public.work_orders USING btree (center_id, status, created_at DESC, id DESC);
CREATE INDEX work_orders_updated ON public.work_orders USING btree (center_id, updated_at) INCLUDE (created_at, id, status, priority, simulator_id);

create view dat_notices as
 SELECT ctid,
    center_id,
    id,
    created_at,
    notice_updated_at AS updated_at,
    crew_member_id,
    test_type,
    notice_status AS status,
    notified_at,
    notified_month,
    notice AS document
   FROM dat_tests
  WHERE notified_at IS NOT NULL;

create view dat_records as
 SELECT ctid,
    center_id,
    id,
    created_at,
    updated_at,
    crew_member_id,
    test_type,
    reason,
    status,
    result,
    notified_at,
    notified_month,
    document
   FROM dat_tests
  WHERE notified_at IS NOT NULL;

CREATE OR REPLACE FUNCTION public.end_leases(endpoints uuid[], deliveries uuid[], tokens bigint[], retry_in double precision[])
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 SET enable_bitmapscan TO 'off'
 SET enable_sort TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.endpoints_due(open_after integer)
 RETURNS SETOF uuid
 LANGUAGE plpgsql
 SET enable_bitmapscan TO 'off'
 SET enable_sort TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.lease_due(endpoints uuid[], most integer[], token bigint)
 RETURNS SETOF delivery_queue
 LANGUAGE plpgsql
 SET enable_bitmapscan TO 'off'
 SET enable_sort TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.places(max_in_flight integer, failures integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select greatest(1, max_in_flight >> least(failures, 31))
$function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'TRUNCATE' and not exists (select from audit_log) then
    return null;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$function$;

CREATE OR REPLACE FUNCTION public.return_leases(endpoints uuid[], deliveries uuid[], tokens bigint[], wait interval DEFAULT NULL::interval)
 RETURNS TABLE(returned_from uuid)
 LANGUAGE plpgsql
 SET enable_bitmapscan TO 'off'
 SET enable_sort TO 'off'
 SET enable_seqscan TO 'off'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.uuid_beside(uuid)
 RETURNS uuid
 LANGUAGE sql
AS $function$
  select encode(set_bit(set_bit(
    overlay(uuid_send(gen_random_uuid()) placing substring(uuid_send($1) from 1 for 6) from 1 for 6),
    52, 1), 53, 1), 'hex')::uuid
$function$;

CREATE OR REPLACE FUNCTION public.uuid_ceiling(uuid)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select (left($1::text, 13) || '-ffff-ffff-ffffffffffff')::uuid
$function$;

CREATE OR REPLACE FUNCTION public.uuid_floor(uuid)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select (left($1::text, 13) || '-0000-0000-000000000000')::uuid
$function$;

CREATE TRIGGER audit_log_append_only BEFORE DELETE OR UPDATE ON public.audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_log_never_emptied BEFORE TRUNCATE ON public.audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
