-- What the center must do by a date, once or again and again. `document` is the row as the REST API serves it; the
-- columns beside it are what constraints, indexes and filters need, written from the document by the same statement.
-- `overdue_announced`: whether `compliance.item.overdue` fired for the present `due_on`; of an item in progress no
-- state tells that.
create table compliance_items (
  center_id         uuid           not null references centers (id),
  id                uuid           not null,
  version           int            not null,
  created_at        timestamptz(3) not null,
  updated_at        timestamptz(3) not null,
  category          text           not null check (category in ('PART_142', 'NSP', 'AIRCRAFT_EVALUATION', 'INSTRUCTOR_CURRENCY', 'FACILITY', 'OTHER')),
  status            text           not null check (status in ('COMPLIANT', 'DUE_SOON', 'OVERDUE', 'IN_PROGRESS', 'WAIVED')),
  due_on            date,
  due_month         date           generated always as (date_trunc('month', due_on::timestamp)::date) stored,
  soon_on           date,
  waived_until      date,
  overdue_announced boolean        not null,
  search_text       text           not null,
  document          json           not null,
  primary key (center_id, id),
  check (status in ('COMPLIANT', 'WAIVED') or due_on is not null),
  check ((status = 'WAIVED') = (waived_until is not null))
);

-- The page: keyset order within a center. Without it a page sorts the center's every item.
create index compliance_items_keyset on compliance_items (center_id, created_at desc, id desc);
create index compliance_items_status on compliance_items (center_id, status, created_at desc, id desc);
create index compliance_items_category on compliance_items (center_id, category, created_at desc, id desc);
create index compliance_items_month on compliance_items (center_id, due_month, created_at desc, id desc);
create index compliance_items_status_month on compliance_items (center_id, status, due_month, created_at desc, id desc);
create index compliance_items_category_month on compliance_items (center_id, category, due_month, created_at desc, id desc);
create index compliance_items_due on compliance_items (center_id, due_on);
create index compliance_items_updated on compliance_items (center_id, updated_at) include (created_at, id, due_on, status, category);
create index compliance_items_search on compliance_items using gin (center_id, status, category, search_text gin_trgm_ops);
-- What time does next; each minute every node asks for the first of each.
create index compliance_items_soon on compliance_items (center_id, soon_on) where status = 'COMPLIANT';
create index compliance_items_overdue on compliance_items (center_id, due_on)
  where status in ('COMPLIANT', 'DUE_SOON', 'IN_PROGRESS') and not overdue_announced;
create index compliance_items_waived on compliance_items (center_id, waived_until) where status = 'WAIVED';
