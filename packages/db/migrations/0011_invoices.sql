-- What was billed. `document` is the row as the REST API serves it; the columns beside it are what constraints, indexes
-- and filters need, written from the document by the same statement. A draft has no number; what was sent has one, and
-- keeps it whatever becomes of it.
create table invoices (
  center_id    uuid           not null references centers (id),
  id           uuid           not null,
  version      int            not null,
  created_at   timestamptz(3) not null,
  updated_at   timestamptz(3) not null,
  number       text,
  status       text           not null check (status in ('DRAFT', 'SENT', 'PAID', 'VOID', 'OVERDUE')),
  due_on       date           not null,
  issued_at    timestamptz(3),
  issued_month date           generated always as (date_trunc('month', issued_at at time zone 'UTC')::date) stored,
  search_text  text           not null,
  document     json           not null,
  primary key (center_id, id),
  -- The net under the counter: whatever the code does, no number is ever given twice.
  constraint invoices_number unique (center_id, number),
  check ((number is null) = (issued_at is null)),
  check (case status when 'DRAFT' then number is null when 'VOID' then true else number is not null end)
);

-- The page: keyset order within a center. Without it a page sorts the center's every invoice.
create index invoices_keyset on invoices (center_id, created_at desc, id desc);
create index invoices_status on invoices (center_id, status, created_at desc, id desc);
create index invoices_month on invoices (center_id, issued_month, created_at desc, id desc);
create index invoices_status_month on invoices (center_id, status, issued_month, created_at desc, id desc);
create index invoices_issued on invoices (center_id, issued_at);
create index invoices_updated on invoices (center_id, updated_at) include (created_at, id, issued_at, status);
create index invoices_search on invoices using gin (center_id, status, search_text gin_trgm_ops);
-- What time does next; each minute every node asks for the first.
create index invoices_due on invoices (center_id, due_on) where status = 'SENT';
