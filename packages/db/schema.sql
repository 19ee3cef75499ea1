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

CREATE INDEX accounts_user ON public.accounts USING btree (user_id);
CREATE INDEX api_keys_keyset ON public.api_keys USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX audit_log_action ON public.audit_log USING btree (center_id, action, created_at DESC, id DESC);
CREATE INDEX audit_log_actor ON public.audit_log USING btree (center_id, actor_id, created_at DESC, id DESC);
CREATE INDEX audit_log_confidential ON public.audit_log USING btree (center_id, confidential, created_at DESC, id DESC);
CREATE INDEX audit_log_keyset ON public.audit_log USING btree (center_id, created_at DESC, id DESC);
CREATE INDEX audit_log_subject ON public.audit_log USING btree (center_id, subject_id, created_at DESC, id DESC);
CREATE INDEX events_subject ON ONLY public.events USING btree (center_id, subject_id, id DESC);
CREATE UNIQUE INDEX invitations_open ON public.invitations USING btree (center_id, email) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));
CREATE INDEX members_user ON public.members USING btree (user_id, center_id);
CREATE INDEX sessions_user ON public.sessions USING btree (user_id);
CREATE INDEX verifications_identifier ON public.verifications USING btree (identifier);

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$function$;

CREATE TRIGGER audit_log_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
