/** A center's rows that a reset of its sandbox clears away, in an order in which no row is left that refers to a cleared one. */
export const CLEARED_TABLES = [
  "flight_log_corrections",
  "flight_log",
  "booking_people",
  "bookings",
  "work_orders",
  "stage_checks",
  "trainee_primary_instructors",
  "trainees",
  "invoices",
  "compliance_items",
  "mel_deferrals",
  "reserve_assignments",
  "trip_trade_people",
  "trip_trades",
  "trade_settings",
  "trip_duties",
  "trips",
  "fa_training_completions",
  "fa_training",
  "dat_results",
  "dat_tests",
  "dat_draws",
  "crew_members",
  "simulators",
  "aircraft",
  "center_counters",
  "idempotency_records",
] as const;

/**
 * Of them, those to which rows refer that do not look at their center. While these are held no such row arrives, and one
 * that was on its way is there to be cleared. In the order in which bookings lock them.
 */
export const PARENT_TABLES = ["simulators", "aircraft", "trainees", "crew_members"] as const;

/**
 * What an integration is made of, and what it has been told: keys, endpoints and people stay, so that tests go on without
 * being set up again; the logs stay, and what was promised to an endpoint is delivered.
 */
export const KEPT_TABLES = [
  "api_keys",
  "api_key_requests",
  "audit_log",
  "members",
  "invitations",
  "endpoints",
  "endpoint_states",
  "endpoint_subscriptions",
  "endpoint_traffic",
  "events",
  "deliveries",
  "delivery_queue",
  "failed_deliveries",
  "attempts",
  "recoveries",
  "mail_outbox",
] as const;
