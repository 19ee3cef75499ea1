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

export interface EventsRow {
  center_id: string;
  id: string;
  type: string;
  subject_id: string;
  version: number;
  data: string;
  created_at: string;
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

export interface MembersRow {
  center_id: string;
  user_id: string;
  roles: string[];
  created_at: string;
  updated_at: string;
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
