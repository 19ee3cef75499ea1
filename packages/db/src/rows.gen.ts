/**
 * What a table's row is in TypeScript as this package's client reads it: instants, dates, numerics and JSON as text.
 * Generated from the migrated database: change a migration, then run `npm run generate`.
 */

export interface AccountsRow {
  id: string;
  user_id: string;
  account_id: string;
  provider_id: string;
  password: string | null;
  access_token: string | null;
  refresh_token: string | null;
  id_token: string | null;
  access_token_expires_at: string | null;
  refresh_token_expires_at: string | null;
  scope: string | null;
  created_at: string;
  updated_at: string;
}

export interface AircraftRow {
  center_id: string;
  id: string;
  version: number;
  created_at: string;
  updated_at: string;
  tail_number: string;
  status: string;
  document: string;
}

export interface ApiKeyRequestsRow {
  center_id: string;
  key_id: string;
  at: string;
  request_id: string;
  method: string;
  path: string;
  status: number;
  duration_ms: number;
}

export interface ApiKeysRow {
  center_id: string;
  id: string;
  name: string;
  mode: string;
  token_sha256: string;
  hint: string;
  scopes: string[];
  created_by: string | null;
  created_by_name: string;
  created_at: string;
  expires_at: string | null;
  revoked_at: string | null;
  last_used_at: string | null;
  reissued_from: string | null;
}

export interface AttemptsRow {
  center_id: string;
  delivery_id: string;
  number: number;
  endpoint_id: string;
  started_at: string;
  duration_ms: number;
  outcome: string;
  status: number | null;
  error: string | null;
  request_headers: string;
  response_headers: string | null;
  response_body: string | null;
  response_cut: boolean;
  node: string;
}

export interface AuditLogRow {
  center_id: string;
  id: string;
  created_at: string;
  action: string;
  subject_id: string | null;
  actor_id: string | null;
  confidential: boolean;
  document: string;
}

export interface BookingPeopleRow {
  center_id: string;
  booking_id: string;
  trainee_id: string | null;
  crew_member_id: string | null;
  person_id: string;
  starts_at: string;
  ends_at: string;
  occupied: boolean;
}

export interface BookingsRow {
  center_id: string;
  id: string;
  version: number;
  created_at: string;
  updated_at: string;
  simulator_id: string;
  instructor_id: string | null;
  status: string;
  starts_at: string;
  ends_at: string;
  starts_month: string;
  external_ref: string | null;
  search_text: string;
  document: string;
}

export interface CenterCountersRow {
  center_id: string;
  name: string;
  value: number;
}

export interface CentersRow {
  id: string;
  mode: string;
  live_center_id: string | null;
  name: string;
  timezone: string;
  clock_offset: string;
  created_at: string;
  updated_at: string;
  sample_data: string;
}

export interface ComplianceItemsRow {
  center_id: string;
  id: string;
  version: number;
  created_at: string;
  updated_at: string;
  category: string;
  status: string;
  due_on: string | null;
  due_month: string | null;
  soon_on: string | null;
  waived_until: string | null;
  overdue_announced: boolean;
  search_text: string;
  document: string;
}

export interface CrewMembersRow {
  center_id: string;
  id: string;
  version: number;
  created_at: string;
  updated_at: string;
  user_id: string;
  employee_number: string;
  role: string;
  search_text: string;
  document: string;
}

export interface DatDrawsRow {
  center_id: string;
  id: string;
  created_at: string;
  document: string;
}

export interface DatRatesRow {
  test_type: string;
  year: number;
  percent: number;
}

export interface DatResultsRow {
  center_id: string;
  dat_test_id: string;
  version: number;
  document: string;
}

export interface DatTestsRow {
  center_id: string;
  id: string;
  version: number;
  created_at: string;
  updated_at: string;
  crew_member_id: string;
  test_type: string;
  reason: string;
  status: string;
  result: string | null;
  notified_at: string | null;
  notified_month: string | null;
  document: string;
  notice_status: string | null;
  notice_updated_at: string | null;
  notice: string | null;
}

export interface DeliveriesRow {
  center_id: string;
  id: string;
  endpoint_id: string;
  event_id: string;
  type: string;
  state: string;
  reason: string | null;
  attempts: number;
  last_status: number | null;
  created_at: string;
  settled_at: string | null;
}

export interface DeliveryClaimsRow {
  token: number;
  node: string;
  lease_until: string;
  endpoint_ids: string[];
  delivery_ids: string[];
}

export interface DeliveryQueueRow {
  endpoint_id: string;
  delivery_id: string;
  center_id: string;
  event_id: string;
  due_at: string;
  expires_at: string;
  attempts: number;
  tries: number;
  lease_token: number | null;
}

export interface EndpointStatesRow {
  endpoint_id: string;
  center_id: string;
  status: string;
  disabled_reason: string | null;
  held_since: string | null;
  held_for: string;
  in_flight: number;
  failures: number;
  failing_since: string | null;
  probe_at: string | null;
  rate_slot_at: string | null;
  succeeded_at: string | null;
  failed_at: string | null;
  failed_unmailed: number;
  mailed_at: string | null;
  told_at: string | null;
  notices: string[];
  warned_at: string | null;
}

export interface EndpointSubscriptionsRow {
  center_id: string;
  pattern: string;
  endpoint_id: string;
}

export interface EndpointTrafficRow {
  center_id: string;
  endpoint_id: string;
  at: string;
  delivered: number;
  refused: number;
  timed_out: number;
  unreachable: number;
  not_sent: number;
  ms_5: number;
  ms_10: number;
  ms_20: number;
  ms_35: number;
  ms_50: number;
  ms_75: number;
  ms_100: number;
  ms_150: number;
  ms_250: number;
  ms_350: number;
  ms_500: number;
  ms_750: number;
  ms_1000: number;
  ms_1500: number;
  ms_2500: number;
  ms_3500: number;
  ms_5000: number;
  ms_more: number;
}

export interface EndpointsRow {
  center_id: string;
  id: string;
  version: number;
  url: string;
  description: string | null;
  contact_email: string | null;
  events: string[];
  rate_per_second: number | null;
  max_in_flight: number;
  secret: string;
  secret_hint: string;
  secret_key_id: string;
  previous_secret: string | null;
  previous_secret_hint: string | null;
  previous_secret_key_id: string | null;
  previous_secret_expires_at: string | null;
  promised_header_signs_with: string;
  header_names: string[];
  header_values: string | null;
  header_values_key_id: string | null;
  created_by_name: string;
  created_at: string;
  updated_at: string;
  deleted_at: string | null;
}

export interface EventsRow {
  center_id: string;
  id: string;
  type: string;
  subject_id: string;
  version: number;
  data: string;
  created_at: string;
  unmatched: boolean;
  api_version: string;
  sample: boolean;
}

export interface FaTrainingRow {
  center_id: string;
  id: string;
  version: number;
  created_at: string;
  updated_at: string;
  crew_member_id: string;
  kind: string;
  aircraft_type: string | null;
  status: string;
  expires_on: string;
  expires_month: string;
  next_step_on: string | null;
  search_text: string;
  document: string;
}

export interface FaTrainingCompletionsRow {
  center_id: string;
  fa_training_id: string;
  version: number;
  recorded_at: string;
  document: string;
}

export interface FailedDeliveriesRow {
  center_id: string;
  endpoint_id: string;
  delivery_id: string;
  failed_at: string;
}

export interface FlightLogRow {
  center_id: string;
  id: string;
  version: number;
  created_at: string;
  updated_at: string;
  user_id: string;
  date: string;
  date_month: string;
  total_minutes: number;
  fingerprint: string;
  search_text: string;
  document: string;
}

export interface FlightLogCorrectionsRow {
  center_id: string;
  flight_id: string;
  version: number;
  corrected_at: string;
  document: string;
}

export interface IdempotencyRecordsRow {
  center_id: string;
  key_id: string;
  operation: string;
  idempotency_key: string;
  fingerprint: string;
  created_at: string;
  status: number | null;
  etag: string | null;
  location: string | null;
  body: string | null;
}

export interface InvitationsRow {
  center_id: string;
  id: string;
  email: string;
  roles: string[];
  token_sha256: string;
  invited_by: string;
  created_at: string;
  expires_at: string;
  accepted_at: string | null;
  revoked_at: string | null;
}

export interface InvoicesRow {
  center_id: string;
  id: string;
  version: number;
  created_at: string;
  updated_at: string;
  number: string | null;
  status: string;
  due_on: string;
  issued_at: string | null;
  issued_month: string | null;
  search_text: string;
  document: string;
}

export interface MailOutboxRow {
  id: string;
  center_id: string | null;
  dedupe_key: string | null;
  recipients: string[];
  subject: string;
  body: string;
  state: string;
  attempts: number;
  due_at: string;
  error: string | null;
  created_at: string;
  settled_at: string | null;
}

export interface MelDeferralsRow {
  center_id: string;
  id: string;
  version: number;
  created_at: string;
  updated_at: string;
  aircraft_id: string;
  category: string;
  status: string;
  recorded_at: string;
  recorded_month: string;
  expires_at: string;
  expiry_announced: boolean;
  search_text: string;
  document: string;
}

export interface MembersRow {
  center_id: string;
  user_id: string;
  roles: string[];
  created_at: string;
  updated_at: string;
}

export interface RecoveriesRow {
  center_id: string;
  id: string;
  kind: string;
  endpoint_id: string | null;
  types: string[] | null;
  since: string;
  until: string;
  state: string;
  cursor_id: string;
  reached_at: string;
  examined: number;
  sent: number;
  total: number | null;
  created_by_name: string;
  created_at: string;
  worked_at: string;
  finished_at: string | null;
}

export interface ReserveAssignmentsRow {
  center_id: string;
  id: string;
  version: number;
  created_at: string;
  updated_at: string;
  crew_member_id: string;
  type: string;
  status: string;
  window_start: string;
  window_end: string;
  start_month: string;
  held_until: string;
  free_at: string;
  report_at: string | null;
  released_at: string | null;
  search_text: string;
  document: string;
}

export interface SessionsRow {
  id: string;
  user_id: string;
  token: string;
  expires_at: string;
  ip_address: string | null;
  user_agent: string | null;
  created_at: string;
  updated_at: string;
}

export interface SignInLimitsRow {
  id: string;
  key: string;
  count: number;
  last_request: number;
}

export interface SimulatorsRow {
  center_id: string;
  id: string;
  version: number;
  created_at: string;
  updated_at: string;
  name: string;
  status: string;
  document: string;
}

export interface StageChecksRow {
  center_id: string;
  id: string;
  version: number;
  created_at: string;
  updated_at: string;
  trainee_id: string;
  check_instructor_id: string;
  recommended_by_id: string | null;
  recheck_of_id: string | null;
  course: string;
  stage: string;
  status: string;
  scheduled_at: string;
  scheduled_month: string;
  search_text: string;
  document: string;
}

export interface TradeSettingsRow {
  center_id: string;
  auto_approve_pickups: boolean;
  cut_off_minutes: number;
  updated_at: string;
}

export interface TraineePrimaryInstructorsRow {
  center_id: string;
  trainee_id: string;
  crew_member_id: string;
  since: string;
}

export interface TraineesRow {
  center_id: string;
  id: string;
  version: number;
  created_at: string;
  updated_at: string;
  status: string;
  primary_instructor_id: string | null;
  search_text: string;
  document: string;
}

export interface TripDutiesRow {
  center_id: string;
  trip_id: string;
  report_at: string;
  release_at: string;
}

export interface TripTradePeopleRow {
  center_id: string;
  trade_id: string;
  crew_member_id: string;
}

export interface TripTradesRow {
  center_id: string;
  id: string;
  version: number;
  created_at: string;
  updated_at: string;
  kind: string;
  status: string;
  offered_trip_id: string | null;
  wanted_trip_id: string | null;
  cut_off_at: string;
  search_text: string;
  document: string;
}

export interface TripsRow {
  center_id: string;
  id: string;
  version: number;
  created_at: string;
  updated_at: string;
  crew_member_id: string | null;
  assignment: string;
  position: string;
  starts_at: string;
  ends_at: string;
  starts_month: string;
  search_text: string;
  document: string;
}

export interface UsersRow {
  id: string;
  name: string;
  email: string;
  email_verified: boolean;
  image: string | null;
  created_at: string;
  updated_at: string;
}

export interface VerificationsRow {
  id: string;
  identifier: string;
  value: string;
  expires_at: string;
  created_at: string;
  updated_at: string;
}

export interface WorkOrdersRow {
  center_id: string;
  id: string;
  version: number;
  created_at: string;
  updated_at: string;
  number: string;
  simulator_id: string;
  assignee_id: string | null;
  status: string;
  priority: string;
  search_text: string;
  document: string;
}
