/** The version of the envelope's form, kept with each event: the bytes of its deliveries never change afterwards. */
export const ENVELOPE_VERSION = "1.0.0";

/** `del_` and the UUID without dashes: the public name of a delivery, the `id` by which receivers drop duplicates. */
export const publicDeliveryId = (id: string): string => `del_${id.replaceAll("-", "")}`;

/** `evt_` and the UUID without dashes: the same in the deliveries of one event to all endpoints. */
export const publicEventId = (id: string): string => `evt_${id.replaceAll("-", "")}`;

/** An event as stored; `data` is the JSON text of `{ object, previous }` as it was written. */
export interface StoredEvent {
  readonly id: string;
  readonly centerId: string;
  readonly type: string;
  readonly data: string;
  /** ISO 8601 in UTC with milliseconds. */
  readonly createdAt: string;
  readonly apiVersion: string;
}

/**
 * The body of a delivery, the same bytes in every attempt: each part is stored once and never changes, and `data` is
 * not parsed on the way. `apiVersion` names the form, so another form gets another version and its own function.
 */
export const composeBody = (deliveryId: string, event: StoredEvent, mode: "live" | "test"): string =>
  `{"id":"${publicDeliveryId(deliveryId)}","type":"${event.type}","centerId":"${event.centerId}",` +
  `"createdAt":"${event.createdAt}","data":${event.data},"eventId":"${publicEventId(event.id)}",` +
  `"mode":"${mode}","apiVersion":"${event.apiVersion}"}`;
