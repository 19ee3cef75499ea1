import { bookingEvents } from "../modules/bookings/events.ts";
import { melEvents } from "../modules/mel/events.ts";
import { stageCheckEvents } from "../modules/stage-checks/events.ts";
import { workOrderEvents } from "../modules/work-orders/events.ts";

/** Every event there is: the catalog that types, the OpenAPI document, docs, picker and samples derive from. */
export const EVENTS = [...bookingEvents, ...workOrderEvents, ...melEvents, ...stageCheckEvents] as const;
