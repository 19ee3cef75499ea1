import { expect, test } from "vitest";
import { operationsOf, scopesOf } from "./http/walk.ts";
import { EVENTS } from "./lib/webhooks.ts";
import { appRouter } from "./root.ts";

/** The API's promise, word for word. A change here is a change of the API: name it in CHANGELOG.md. */

const OPERATIONS = {
  "GET /trainees": "trainees:read",
  "GET /bookings": "bookings:read",
  "POST /bookings": "bookings:write",
  "PATCH /bookings/{id}": "bookings:write",
  "GET /work-orders": "workorders:read",
  "GET /invoices": "invoices:read",
  "GET /compliance-items": "compliance:read",
  "GET /flight-log": "flight_log:read",
  "GET /crew": "crew:read",
  "GET /mel-deferrals": "mel:read",
  "GET /reserve-assignments": "reserve:read",
  "GET /trip-trades": "trip_trades:read",
  "GET /fa-training": "fa_training:read",
  "GET /dat-tests": "dat:read",
  "GET /stage-checks": "stage_checks:read",
};

const TYPES = [
  ...["created", "updated", "started", "completed", "cancelled", "no_show"].map((what) => `booking.${what}`),
  ...["created", "updated", "awaiting_parts", "completed", "cancelled"].map((what) => `work_order.${what}`),
  ...["sent", "paid", "overdue", "voided"].map((what) => `invoice.${what}`),
  ...["due_soon", "overdue", "completed", "waived"].map((what) => `compliance.item.${what}`),
  ...["opened", "extended", "expiring", "expired", "closed"].map((what) => `mel.deferral.${what}`),
  ...["assigned", "called_out", "no_contact", "released"].map((what) => `reserve.${what}`),
  ...["requested", "approved", "denied", "cancelled"].map((what) => `trip_trade.${what}`),
  ...["completed", "due_soon", "expired"].map((what) => `fa_training.${what}`),
  ...["notified", "resulted", "cancelled"].map((what) => `dat.test.${what}`),
  ...["scheduled", "passed", "failed"].map((what) => `stage_check.${what}`),
];

test("the REST API has these 15 operations, each with this scope, and no other", () => {
  const operations = operationsOf(appRouter).map(({ meta }) => [`${meta.method} ${meta.path}`, meta.scope]);
  expect(Object.fromEntries(operations)).toEqual(OPERATIONS);
  expect(operations).toHaveLength(15);
});

test("keys can have the scopes of the operations, and dat_results:read beside", () => {
  expect(scopesOf(appRouter)).toEqual([...new Set([...Object.values(OPERATIONS), "dat_results:read"])].toSorted());
});

test("there are these 41 events, and no other", () => {
  const types = EVENTS.map(({ type }) => type);
  expect(types.toSorted()).toEqual(TYPES.toSorted());
  expect(types).toHaveLength(41);
});
