-- Mail that is to be sent, written in the transaction of what it tells of, so that it goes out if and only if that
-- commits. Without an SMTP server it stays here and is read in the console.
create table mail_outbox (
  id          uuid           primary key,
  center_id   uuid           references centers (id),
  -- The same thing is told once: a second mail under the same key is dropped.
  dedupe_key  text           unique,
  recipients  text[]         not null check (cardinality(recipients) between 1 and 50),
  subject     text           not null check (length(subject) between 1 and 200),
  body        text           not null check (length(body) <= 65536),
  state       text           not null default 'WAITING' check (state in ('WAITING', 'SENT', 'KEPT', 'FAILED')),
  attempts    int            not null default 0,
  -- When it is tried (again); while someone tries, when that is given up on. Truncated: rounding could make it due in the
  -- next millisecond, and whoever looks at once would not see it.
  due_at      timestamptz(3) not null default date_trunc('milliseconds', now()),
  error       text,
  created_at  timestamptz(3) not null default now(),
  settled_at  timestamptz(3)
);

create index mail_outbox_due on mail_outbox (due_at) where state = 'WAITING';
-- A center's mailbox, newest first.
create index mail_outbox_center on mail_outbox (center_id, created_at desc, id desc);
-- Old mail goes.
create index mail_outbox_settled on mail_outbox (settled_at) where settled_at is not null;
