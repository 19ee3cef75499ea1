import type { Outputs } from "../../../lib/trpc.ts";

type Webhooks = Outputs["webhooks"];

export type HappenedEvent = Webhooks["events"]["list"]["data"][number];
/** JSON leaves out what is undefined. */
export type EventDetail = Omit<Webhooks["events"]["get"], "data"> & { data: { object?: unknown; previous?: unknown } };
export type EventDelivery = EventDetail["deliveryList"][number];
export type Recovery = Webhooks["recoveries"]["list"]["data"][number];
export type Endpoint = Webhooks["endpoints"]["list"]["data"][number];
