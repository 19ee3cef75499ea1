import { bookingEvents } from "../modules/bookings/events.ts";
import { complianceEvents } from "../modules/compliance/events.ts";
import { datEvents } from "../modules/dat/events.ts";
import { faTrainingEvents } from "../modules/fa-training/events.ts";
import { invoiceEvents } from "../modules/invoices/events.ts";
import { melEvents } from "../modules/mel/events.ts";
import { reserveEvents } from "../modules/reserve/events.ts";
import { stageCheckEvents } from "../modules/stage-checks/events.ts";
import { tripTradeEvents } from "../modules/trip-trades/events.ts";
import { workOrderEvents } from "../modules/work-orders/events.ts";

/** Every event there is: the catalog that types, the OpenAPI document, docs, picker and samples derive from. */
export const EVENTS = [
  ...bookingEvents,
  ...workOrderEvents,
  ...invoiceEvents,
  ...complianceEvents,
  ...melEvents,
  ...reserveEvents,
  ...tripTradeEvents,
  ...faTrainingEvents,
  ...datEvents,
  ...stageCheckEvents,
] as const;
