import type { Outputs } from "../../../lib/trpc.ts";
import type { RANGES } from "./search-values.ts";

type Endpoints = Outputs["webhooks"]["endpoints"];
type Deliveries = Outputs["webhooks"]["deliveries"];

export type Endpoint = Endpoints["get"];
export type EventType = Endpoints["eventTypes"][number];
export type Health = Endpoints["health"][number];
export type Delivery = Deliveries["list"]["data"][number];
export type DeliveryDetail = Deliveries["get"];
export type Attempt = DeliveryDetail["attemptList"][number];
export type Recovery = Outputs["webhooks"]["recoveries"]["list"]["data"][number];

export type TrafficPoint = Outputs["webhooks"]["endpoints"]["traffic"][number];
export type TrafficRange = (typeof RANGES)[number];

/** A point as the charts draw it. */
export interface TrafficRow extends TrafficPoint {
  /** Never sent, or not reached. */
  lost: number;
}
