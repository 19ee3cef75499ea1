import { bookingDocuments } from "@aviationalley/api/modules/bookings/queries.ts";
import { booking } from "@aviationalley/api/modules/bookings/schema.ts";
import { complianceItemDocuments } from "@aviationalley/api/modules/compliance/queries.ts";
import { complianceItem } from "@aviationalley/api/modules/compliance/schema.ts";
import { datNotices, datRecords } from "@aviationalley/api/modules/dat/queries/tests.ts";
import { datNotice, datRecord } from "@aviationalley/api/modules/dat/schema.ts";
import { faTrainingDocuments } from "@aviationalley/api/modules/fa-training/queries.ts";
import { faTraining } from "@aviationalley/api/modules/fa-training/schema.ts";
import { crewSnapshots } from "@aviationalley/api/modules/crew/queries/snapshot.ts";
import { crewMember } from "@aviationalley/api/modules/crew/schema.ts";
import { flightDocuments } from "@aviationalley/api/modules/flight-log/queries.ts";
import { flight } from "@aviationalley/api/modules/flight-log/schema.ts";
import { invoiceDocuments } from "@aviationalley/api/modules/invoices/queries.ts";
import { invoice } from "@aviationalley/api/modules/invoices/schema.ts";
import { melDeferralDocuments } from "@aviationalley/api/modules/mel/queries.ts";
import { melDeferral } from "@aviationalley/api/modules/mel/schema.ts";
import { reserveDocuments } from "@aviationalley/api/modules/reserve/queries.ts";
import { reserveAssignment } from "@aviationalley/api/modules/reserve/schema.ts";
import { stageCheckDocuments } from "@aviationalley/api/modules/stage-checks/queries.ts";
import { stageCheck } from "@aviationalley/api/modules/stage-checks/schema.ts";
import { traineeDocuments } from "@aviationalley/api/modules/trainees/queries.ts";
import { trainee } from "@aviationalley/api/modules/trainees/schema.ts";
import { tripTradeDocuments } from "@aviationalley/api/modules/trip-trades/queries/trades.ts";
import { tripTrade } from "@aviationalley/api/modules/trip-trades/schema.ts";
import { workOrderDocuments } from "@aviationalley/api/modules/work-orders/queries.ts";
import { workOrder } from "@aviationalley/api/modules/work-orders/schema.ts";
import { from, idOf, listed, mostly, nameOf, type Noun, oneOf } from "./noun.ts";

const CUSTOMERS = ["Front Range Airlines", "Summit Air", "Cascade Regional", "Blue Mesa Cargo", "Prairie Jets"];
const AIRPORTS = ["KDEN", "KSEA", "KORD", "KJFK", "KPHX", "KSFO", "KLAX", "KATL", "KBOS", "KSLC", "KMSP"];
const TITLES = [
  "Visual channel flickers",
  "Motion leg noisy",
  "Pitot heater inoperative",
  "Seat rail worn",
  "Circuit breaker trips",
];
const COURSES = ["Commercial Pilot Certification", "Instrument Rating", "B737 Type Rating", "Flight Instructor"];

/**
 * Every list of the API with what its table is filled by: SQL expressions of `n`, the row's number in its center
 * (0 is the oldest), beside `created_at`, `center_id` and `count`, the center's rows. What a column and the document
 * both have is taken from the column. People, devices and states are spread as in life: most of what is old is over.
 */
export const NOUNS: readonly Noun[] = [
  {
    lists: [listed("GET /trainees", traineeDocuments)],
    table: "trainees",
    kind: "trainee",
    schema: trainee,
    columns: {
      status: mostly("COMPLETED", { ACTIVE: 20, ON_HOLD: 2, WITHDRAWN: 3 }),
      primary_instructor_id: idOf("crew", "n % 200"),
    },
    fields: {
      firstName: from(`split_part(${nameOf("n")}, ' ', 1)`),
      lastName: from(`split_part(${nameOf("n")}, ' ', 2)`),
    },
    search: `${nameOf("n")} || ' t' || n || '@example.com ' || ${oneOf(CUSTOMERS, "n")}`,
  },
  {
    lists: [listed("GET /bookings", bookingDocuments)],
    table: "bookings",
    schema: booking,
    columns: {
      simulator_id: idOf("simulator", "n % 8"),
      instructor_id: idOf("crew", "(n / 8 + n % 8) % 200"),
      status:
        "case when n > count * 0.95 then 'SCHEDULED' when n % 25 = 3 then 'CANCELLED' when n % 100 = 7 then 'NO_SHOW' when n > count * 0.95 - 8 then 'IN_PROGRESS' else 'COMPLETED' end",
      starts_at: "created_at + make_interval(mins => 60 + (n * 7919) % 43200)",
      ends_at: "created_at + make_interval(mins => 180 + (n * 7919) % 43200)",
      external_ref: "'REF-' || n",
    },
    fields: {},
    search: `'B737-800 #' || n % 8 || ' ' || ${nameOf("(n / 8 + n % 8) % 200")} || ' ' || ${nameOf("n / 60")} || ' ' || ${nameOf("n / 60 + 1")} || ' ref-' || n`,
    links: {
      table: "booking_people",
      columns: "center_id, booking_id, trainee_id, crew_member_id, starts_at, ends_at, occupied",
      select: `center_id, id, p.trainee_id, p.crew_member_id, starts_at, ends_at, false
        from filled, lateral (values (${idOf("trainee", "n / 60")}, null::uuid), (${idOf("trainee", "n / 60 + 1")}, null), (null, instructor_id)) p(trainee_id, crew_member_id)`,
    },
  },
  {
    lists: [listed("GET /work-orders", workOrderDocuments)],
    table: "work_orders",
    schema: workOrder,
    columns: {
      number: "'WO-' || lpad(n::text, 6, '0')",
      simulator_id: idOf("simulator", "n % 8"),
      assignee_id: idOf("crew", "n % 200"),
      status: mostly("COMPLETED", { OPEN: 3, IN_PROGRESS: 1, AWAITING_PARTS: 1, CANCELLED: 3 }),
      priority: mostly("NORMAL", { LOW: 20, HIGH: 9, CRITICAL: 1 }),
    },
    fields: { title: from(oneOf(TITLES, "n")) },
    search: `'wo-' || lpad(n::text, 6, '0') || ' ' || ${oneOf(TITLES, "n")}`,
  },
  {
    lists: [listed("GET /invoices", invoiceDocuments)],
    table: "invoices",
    schema: invoice,
    columns: {
      number: "case when n % 50 <> 1 then 'INV-' || lpad(n::text, 6, '0') end",
      status:
        "case when n % 50 = 1 then 'DRAFT' when n % 100 = 2 then 'OVERDUE' when n % 100 = 3 then 'VOID' when n > count * 0.95 then 'SENT' else 'PAID' end",
      due_on: "(created_at + interval '40 days')::date",
      issued_at: "case when n % 50 <> 1 then created_at + make_interval(mins => (n * 7919) % 14400) end",
    },
    fields: { customerName: from(oneOf(CUSTOMERS, "n")) },
    search: `coalesce('inv-' || lpad(n::text, 6, '0'), '') || ' ' || ${oneOf(CUSTOMERS, "n")} || ' accounts' || n % 300 || '@example.com'`,
  },
  {
    lists: [listed("GET /compliance-items", complianceItemDocuments)],
    table: "compliance_items",
    schema: complianceItem,
    columns: {
      category: mostly("NSP", {
        PART_142: 20,
        AIRCRAFT_EVALUATION: 10,
        INSTRUCTOR_CURRENCY: 25,
        FACILITY: 5,
        OTHER: 2,
      }),
      status: mostly("COMPLIANT", { DUE_SOON: 4, OVERDUE: 1, IN_PROGRESS: 2 }),
      due_on: "(created_at + make_interval(days => 30 + (n * 7919) % 365))::date",
      soon_on: "(created_at + make_interval(days => (n * 7919) % 365))::date",
      overdue_announced: "false",
    },
    fields: { title: from(oneOf(TITLES, "n")) },
    search: `'continuing qualification evaluation b737-800 #' || n % 8 || ' item ' || n || ' ' || ${nameOf("n % 200")}`,
  },
  {
    lists: [listed("GET /flight-log", flightDocuments)],
    table: "flight_log",
    schema: flight,
    columns: {
      user_id: idOf("crew", "n % 200"),
      date: "(created_at - make_interval(days => (n * 7919) % 20))::date",
      total_minutes: "60 + n % 240",
      fingerprint: "md5(n::text)",
    },
    fields: { departure: from(oneOf(AIRPORTS, "n")), arrival: from(oneOf(AIRPORTS, "n / 11")) },
    search: `'n' || 100 + n % 60 || 'aa ' || ${oneOf(AIRPORTS, "n")} || ' ' || ${oneOf(AIRPORTS, "n / 11")}`,
  },
  {
    lists: [listed("GET /crew", crewSnapshots)],
    table: "crew_members",
    kind: "crew",
    schema: crewMember,
    columns: {
      user_id: idOf("crew", "n"),
      employee_number: "'E-' || n",
      role: mostly("FIRST_OFFICER", { CAPTAIN: 35, FLIGHT_ATTENDANT: 20, INSTRUCTOR: 3, DISPATCHER: 1 }),
    },
    fields: { firstName: from(`split_part(${nameOf("n")}, ' ', 1)`) },
    search: `${nameOf("n")} || ' e-' || n`,
  },
  {
    lists: [listed("GET /mel-deferrals", melDeferralDocuments)],
    table: "mel_deferrals",
    schema: melDeferral,
    columns: {
      aircraft_id: idOf("aircraft", "n % 60"),
      category: mostly("C", { A: 5, B: 25, D: 20 }),
      status: "case when n > count * 0.98 then 'OPEN' when n % 200 = 9 then 'EXPIRED' else 'CLOSED' end",
      recorded_at: "created_at - make_interval(mins => 10 + (n * 7919) % 4000)",
      expires_at: "created_at + interval '10 days'",
      expiry_announced: "false",
    },
    fields: { title: from(oneOf(TITLES, "n")) },
    search: `'n' || 100 + n % 60 || 'aa 34-' || n % 40 || '-' || n % 9 || ' ' || ${oneOf(TITLES, "n")}`,
  },
  {
    lists: [listed("GET /reserve-assignments", reserveDocuments)],
    table: "reserve_assignments",
    schema: reserveAssignment,
    columns: {
      crew_member_id: idOf("crew", "n % 200"),
      type: mostly("SHORT_CALL", { LONG_CALL: 30, AIRPORT_STANDBY: 5 }),
      status:
        "case when n > count * 0.97 then 'AVAILABLE' when n % 20 = 3 then 'CALLED_OUT' when n % 300 = 7 then 'NO_CONTACT' else 'RELEASED' end",
      window_start: "created_at + make_interval(mins => 600 + (n * 7919) % 20160)",
      window_end: "created_at + make_interval(mins => 600 + 840 + (n * 7919) % 20160)",
      held_until: "created_at + make_interval(mins => 600 + 840 + (n * 7919) % 20160)",
      free_at: "created_at + make_interval(mins => 600 + 840 + (n * 7919) % 20160)",
    },
    fields: { base: from("(array['DEN','SEA','ORD'])[1 + n % 3]") },
    search: `${nameOf("n % 200")} || ' ' || (array['DEN','SEA','ORD'])[1 + n % 3]`,
  },
  {
    lists: [listed("GET /trip-trades", tripTradeDocuments)],
    table: "trip_trades",
    schema: tripTrade,
    columns: {
      kind: mostly("SWAP", { DROP: 20, PICKUP: 30 }),
      status:
        "case when n > count * 0.99 then 'REQUESTED' when n % 5 = 3 then 'DENIED' when n % 7 = 3 then 'CANCELLED' else 'APPROVED' end",
      offered_trip_id: `case when ${mostly("SWAP", { DROP: 20, PICKUP: 30 })} <> 'PICKUP' then ${idOf("trip", "n")} end`,
      wanted_trip_id: `case when ${mostly("SWAP", { DROP: 20, PICKUP: 30 })} <> 'DROP' then ${idOf("trip", "n + 1")} end`,
      cut_off_at: "created_at + interval '3 days'",
    },
    fields: {},
    search: `${nameOf("n % 200")} || ' ' || ${nameOf("(n * 7) % 200")} || ' p' || n || ' p' || n + 1`,
    links: {
      table: "trip_trade_people",
      columns: "center_id, trade_id, crew_member_id",
      select: `center_id, id, p.person from filled, lateral (select distinct person from (values (${idOf("crew", "n % 200")}), (${idOf("crew", "(n * 7) % 200")})) v(person)) p`,
    },
  },
  {
    lists: [listed("GET /fa-training", faTrainingDocuments)],
    table: "fa_training",
    schema: faTraining,
    columns: {
      crew_member_id: idOf("crew", "n / 8"),
      kind: "(array['RECURRENT','EMERGENCY_DRILL'])[1 + n % 2]",
      aircraft_type: "(array['B738','A320','E175','B789'])[1 + n / 2 % 4]",
      status: mostly("CURRENT", { DUE_SOON: 5, DUE: 4, GRACE: 2, EXPIRED: 3 }),
      expires_on:
        "(date_trunc('month', created_at + make_interval(days => 300 + (n * 7919) % 365)) + interval '1 month - 1 day')::date",
      next_step_on: `case when ${mostly("CURRENT", { DUE_SOON: 5, DUE: 4, GRACE: 2, EXPIRED: 3 })} <> 'EXPIRED' then (created_at + interval '300 days')::date end`,
    },
    fields: {},
    search: `${nameOf("n / 8")} || ' ' || (array['B738','A320','E175','B789'])[1 + n / 2 % 4]`,
  },
  {
    lists: [
      listed("GET /dat-tests", datRecords, "with `dat_results:read`"),
      listed("GET /dat-tests", datNotices, "without `dat_results:read`", "dat:read"),
    ],
    table: "dat_tests",
    schema: datRecord,
    columns: {
      crew_member_id: idOf("crew", "n % 200"),
      test_type: "(array['DRUG','DRUG','ALCOHOL'])[1 + n % 3]",
      reason: mostly("RANDOM", { PRE_EMPLOYMENT: 20, POST_ACCIDENT: 2, RETURN_TO_DUTY: 1 }),
      status:
        "case when n > count * 0.99 then 'NOTIFIED' when n % 50 = 7 then 'CANCELLED' when n % 200 = 9 then 'COLLECTED' else 'RESULTED' end",
      result:
        "case when n % 50 <> 7 and n <= count * 0.99 then case when n % 500 = 11 then 'POSITIVE' when n % 60 = 5 then 'NEGATIVE_DILUTE' else 'NEGATIVE' end end",
      notified_at: "created_at",
      notice_status: "case when n > count * 0.99 then 'NOTIFIED' when n % 50 = 7 then 'CANCELLED' else 'RESULTED' end",
      notice_updated_at: "updated_at",
    },
    fields: {},
    also: { notice: datNotice },
  },
  {
    lists: [listed("GET /stage-checks", stageCheckDocuments)],
    table: "stage_checks",
    schema: stageCheck,
    columns: {
      trainee_id: idOf("trainee", "n / 12"),
      check_instructor_id: idOf("crew", "n % 200"),
      course: oneOf(COURSES, "n / 12"),
      stage: "'Stage ' || 1 + n % 12",
      status:
        "case when n > count * 0.97 then 'SCHEDULED' when n % 12 = 5 then 'FAILED' when n % 50 = 6 then 'INCOMPLETE' when n % 40 = 7 then 'CANCELLED' else 'PASSED' end",
      scheduled_at: "created_at + make_interval(mins => 600 + (n * 7919) % 30000)",
    },
    fields: {},
    search: `${oneOf(COURSES, "n / 12")} || ' stage ' || 1 + n % 12`,
  },
];
