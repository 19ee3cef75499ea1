-- Tenants, the people who work in them, the keys of their integrations, and who did what.

-- A live center and its sandbox twin, which has data, keys and a clock of its own. `clock_offset` moves the sandbox's
-- business dates ahead; a live center's clock is the database's.
create table centers (
  id             uuid           primary key,
  mode           text           not null check (mode in ('live', 'test')),
  live_center_id uuid           unique references centers (id),
  name           text           not null check (length(name) between 1 and 120),
  timezone       text           not null default 'UTC',
  clock_offset   interval       not null default '0',
  created_at     timestamptz(3) not null default now(),
  updated_at     timestamptz(3) not null default now(),
  constraint centers_sandbox_has_twin check ((mode = 'test') = (live_center_id is not null)),
  constraint centers_live_clock check (mode = 'test' or clock_offset = '0'),
  constraint centers_clock_forward check (clock_offset >= '0')
);

-- Accounts and sessions, in the shape that the library behind `/api/auth` expects.
create table users (
  id             uuid           primary key,
  name           text           not null,
  email          text           not null unique check (email = lower(email)),
  email_verified boolean        not null default false,
  image          text,
  created_at     timestamptz(3) not null default now(),
  updated_at     timestamptz(3) not null default now()
);

create table sessions (
  id         uuid           primary key,
  user_id    uuid           not null references users (id) on delete cascade,
  token      text           not null unique,
  expires_at timestamptz(3) not null,
  ip_address text,
  user_agent text,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);

create index sessions_user on sessions (user_id);

-- How a user proves who they are; today only by password (`provider_id` = 'credential'). The token columns stay null.
create table accounts (
  id                       uuid           primary key,
  user_id                  uuid           not null references users (id) on delete cascade,
  account_id               text           not null,
  provider_id              text           not null,
  password                 text,
  access_token             text,
  refresh_token            text,
  id_token                 text,
  access_token_expires_at  timestamptz(3),
  refresh_token_expires_at timestamptz(3),
  scope                    text,
  created_at               timestamptz(3) not null default now(),
  updated_at               timestamptz(3) not null default now(),
  unique (provider_id, account_id)
);

create index accounts_user on accounts (user_id);

create table verifications (
  id         uuid           primary key,
  identifier text           not null,
  value      text           not null,
  expires_at timestamptz(3) not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);

create index verifications_identifier on verifications (identifier);

-- Counts attempts to sign in, over all nodes: guessing passwords must not get faster by adding machines.
create table sign_in_limits (
  id           uuid   primary key,
  key          text   not null unique,
  count        int    not null,
  last_request bigint not null
);

-- Membership belongs to the live center and covers its sandbox.
create table members (
  center_id  uuid           not null references centers (id),
  user_id    uuid           not null references users (id) on delete cascade,
  roles      text[]         not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now(),
  primary key (center_id, user_id),
  constraint members_roles check (
    cardinality(roles) > 0
    and roles <@ array['OWNER', 'ADMIN', 'DISPATCHER', 'INSTRUCTOR', 'MAINTENANCE', 'DER', 'VIEWER']
  )
);

-- "The centers of this user", at every sign-in.
create index members_user on members (user_id, center_id);

-- An invitation is a link that works once; only the digest of its token is kept.
create table invitations (
  center_id    uuid           not null references centers (id),
  id           uuid           not null,
  email        text           not null check (email = lower(email)),
  roles        text[]         not null,
  token_sha256 text           not null unique,
  invited_by   text           not null,
  created_at   timestamptz(3) not null,
  expires_at   timestamptz(3) not null,
  accepted_at  timestamptz(3),
  revoked_at   timestamptz(3),
  primary key (center_id, id),
  constraint invitations_roles check (
    cardinality(roles) > 0
    and roles <@ array['OWNER', 'ADMIN', 'DISPATCHER', 'INSTRUCTOR', 'MAINTENANCE', 'DER', 'VIEWER']
  )
);

-- One open invitation a person: a second one replaces the first.
create unique index invitations_open on invitations (center_id, email) where accepted_at is null and revoked_at is null;

-- API keys. `center_id` is the center whose data the key reads: the sandbox's for a test key. The token itself is
-- nowhere. `revoked_at` may lie ahead: a reissued key works on until its overlap ends.
create table api_keys (
  center_id       uuid           not null references centers (id),
  id              uuid           not null,
  name            text           not null,
  mode            text           not null check (mode in ('live', 'test')),
  token_sha256    text           not null unique check (token_sha256 ~ '^[0-9a-f]{64}$'),
  hint            text           not null,
  scopes          text[]         not null check (cardinality(scopes) > 0),
  created_by      uuid           references users (id) on delete set null,
  created_by_name text           not null,
  created_at      timestamptz(3) not null,
  expires_at      timestamptz(3),
  revoked_at      timestamptz(3),
  last_used_at    timestamptz(3),
  reissued_from   uuid,
  primary key (center_id, id),
  foreign key (center_id, reissued_from) references api_keys (center_id, id)
);

create index api_keys_keyset on api_keys (center_id, created_at desc, id desc);

-- Who did what, to which row, when, from where. `confidential` entries (drug and alcohol testing) are for OWNER and DER.
create table audit_log (
  center_id    uuid           not null,
  id           uuid           not null,
  created_at   timestamptz(3) not null,
  action       text           not null,
  subject_id   uuid,
  actor_id     uuid,
  confidential boolean        not null default false,
  document     json           not null,
  primary key (center_id, id),
  foreign key (center_id) references centers (id)
);

create index audit_log_keyset on audit_log (center_id, created_at desc, id desc);
create index audit_log_action on audit_log (center_id, action, created_at desc, id desc);
create index audit_log_subject on audit_log (center_id, subject_id, created_at desc, id desc);
create index audit_log_actor on audit_log (center_id, actor_id, created_at desc, id desc);
create index audit_log_confidential on audit_log (center_id, confidential, created_at desc, id desc);

-- Truncating an empty log is let through: it is how a first start that was cut off begins anew.
create function refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'TRUNCATE' and not exists (select from audit_log) then
    return null;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end
$$;

create trigger audit_log_append_only before update or delete on audit_log
  for each row execute function refuse_change();
create trigger audit_log_never_emptied before truncate on audit_log
  for each statement execute function refuse_change();
