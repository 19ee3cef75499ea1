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
  constraint centers_pkey PRIMARY KEY (id),
  constraint centers_live_center_id_key UNIQUE (live_center_id),
  constraint centers_clock_forward CHECK ((clock_offset >= '00:00:00'::interval)),
  constraint centers_live_clock CHECK (((mode = 'test'::text) OR (clock_offset = '00:00:00'::interval))),
  constraint centers_mode_check CHECK ((mode = ANY (ARRAY['live'::text, 'test'::text]))),
  constraint centers_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120))),
  constraint centers_sandbox_has_twin CHECK (((mode = 'test'::text) = (live_center_id IS NOT NULL))),
  constraint centers_live_center_id_fkey FOREIGN KEY (live_center_id) REFERENCES centers(id)
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

create table events (
  center_id uuid not null,
  id uuid not null,
  type text not null,
  subject_id uuid not null,
  version integer not null,
  data json not null,
  created_at timestamp(3) with time zone not null,
  constraint events_pkey PRIMARY KEY (center_id, id)
) partition by RANGE (id);

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
CREATE INDEX booking_people_person ON public.booking_people USING btree (center_id, person_id, booking_id);
CREATE UNIQUE INDEX bookings_external_ref ON public.bookings USING btree (center_id, external_ref) WHERE (external_ref IS NOT NULL);
CREATE INDEX bookings_instructor ON public.bookings USING btree (center_id, instructor_id, created_at DESC, id DESC);
CREATE INDEX bookings_keyset ON public.bookings USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX bookings_month ON public.bookings USING btree (center_id, starts_month, created_at DESC, id DESC);
CREATE INDEX bookings_search ON public.bookings USING gin (center_id, search_text gin_trgm_ops);
CREATE INDEX bookings_simulator ON public.bookings USING btree (center_id, simulator_id, created_at DESC, id DESC);
CREATE INDEX bookings_starts ON public.bookings USING btree (center_id, starts_at);
CREATE INDEX bookings_status ON public.bookings USING btree (center_id, status, created_at DESC, id DESC);
CREATE INDEX bookings_status_month ON public.bookings USING btree (center_id, status, starts_month, created_at DESC, id DESC);
CREATE INDEX bookings_updated ON public.bookings USING btree (center_id, updated_at) INCLUDE (created_at, id, starts_at, status, simulator_id);
CREATE INDEX crew_members_keyset ON public.crew_members USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX crew_members_role ON public.crew_members USING btree (center_id, role, created_at DESC, id DESC);
CREATE INDEX crew_members_search ON public.crew_members USING gin (center_id, search_text gin_trgm_ops);
CREATE INDEX events_subject ON ONLY public.events USING btree (center_id, subject_id, id DESC);
CREATE INDEX flight_log_date ON public.flight_log USING btree (center_id, date);
CREATE INDEX flight_log_fingerprint ON public.flight_log USING btree (center_id, fingerprint);
CREATE INDEX flight_log_keyset ON public.flight_log USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX flight_log_month ON public.flight_log USING btree (center_id, date_month, created_at DESC, id DESC);
CREATE INDEX flight_log_search ON public.flight_log USING gin (center_id, search_text gin_trgm_ops);
CREATE INDEX flight_log_updated ON public.flight_log USING btree (center_id, updated_at) INCLUDE (created_at, id);
CREATE INDEX flight_log_user ON public.flight_log USING btree (center_id, user_id, created_at DESC, id DESC);
CREATE INDEX flight_log_user_days ON public.flight_log USING btree (center_id, user_id, date) INCLUDE (total_minutes);
CREATE INDEX idempotency_records_age ON public.idempotency_records USING btree (created_at);
CREATE UNIQUE INDEX invitations_open ON public.invitations USING btree (center_id, email) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));
CREATE INDEX members_user ON public.members USING btree (user_id, center_id);
CREATE INDEX sessions_user ON public.sessions USING btree (user_id);
CREATE INDEX simulators_keyset ON public.simulators USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX simulators_status ON public.simulators USING btree (center_id, status, created_at DESC, id DESC);
CREATE INDEX simulators_updated ON public.simulators USING btree (center_id, updated_at) INCLUDE (created_at, id);
CREATE INDEX trainee_primary_instructors_member ON public.trainee_primary_instructors USING btree (center_id, crew_member_id);
CREATE INDEX trainees_keyset ON public.trainees USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX trainees_primary_instructor ON public.trainees USING btree (center_id, primary_instructor_id);
CREATE INDEX trainees_search ON public.trainees USING gin (center_id, search_text gin_trgm_ops);
CREATE INDEX trainees_status ON public.trainees USING btree (center_id, status, created_at DESC, id DESC);
CREATE INDEX trainees_updated ON public.trainees USING btree (center_id, updated_at) INCLUDE (created_at, id);
CREATE INDEX verifications_identifier ON public.verifications USING btree (identifier);
CREATE INDEX work_orders_assignee ON public.work_orders USING btree (center_id, assignee_id);
CREATE INDEX work_orders_grounding ON public.work_orders USING btree (center_id, simulator_id) WHERE ((priority = 'CRITICAL'::text) AND (status = ANY (ARRAY['OPEN'::text, 'IN_PROGRESS'::text, 'AWAITING_PARTS'::text])));
CREATE INDEX work_orders_keyset ON public.work_orders USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX work_orders_priority ON public.work_orders USING btree (center_id, priority, created_at DESC, id DESC);
CREATE INDEX work_orders_search ON public.work_orders USING gin (center_id, search_text gin_trgm_ops);
CREATE INDEX work_orders_simulator ON public.work_orders USING btree (center_id, simulator_id, created_at DESC, id DESC);
CREATE INDEX work_orders_status ON public.work_orders USING btree (center_id, status, created_at DESC, id DESC);
CREATE INDEX work_orders_updated ON public.work_orders USING btree (center_id, updated_at) INCLUDE (created_at, id);

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

CREATE TRIGGER audit_log_append_only BEFORE DELETE OR UPDATE ON public.audit_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_log_never_emptied BEFORE TRUNCATE ON public.audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
