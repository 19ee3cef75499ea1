import { Status, type Tone } from "../../../ui/badge.tsx";
import type { Delivery, Endpoint } from "./types.ts";

const REASONS = {
  GONE: "Switched off: answered 410",
  FAILING: "Switched off: failed for days",
  STAFF: "Switched off",
} as const;

/** What an endpoint is doing, as people would say it. */
const lookOf = ({ state, disabledReason, circuitOpen, consecutiveFailures }: Endpoint): [Tone, string] => {
  if (state === "PAUSED") return ["quiet", "Paused"];
  if (state === "DISABLED") return ["bad", REASONS[disabledReason ?? "STAFF"]];
  if (circuitOpen) return ["bad", "Failing"];
  return consecutiveFailures > 0 ? ["warn", "Retrying"] : ["ok", "Active"];
};

export const EndpointState = ({ endpoint }: { endpoint: Endpoint }) => {
  const [tone, word] = lookOf(endpoint);
  return <Status tone={tone}>{word}</Status>;
};

export const DELIVERY_WORDS: Record<Delivery["state"], string> = {
  PENDING: "Waiting",
  CLAIMED: "Sending",
  HELD: "Held",
  DELIVERED: "Delivered",
  FAILED: "Failed",
};

const TONES: Record<Delivery["state"], Tone> = {
  PENDING: "warn",
  CLAIMED: "info",
  HELD: "quiet",
  DELIVERED: "ok",
  FAILED: "bad",
};

export const DeliveryState = ({ delivery }: { delivery: Pick<Delivery, "state" | "attempts"> }) => {
  const isNew = delivery.state === "PENDING" && delivery.attempts === 0;
  return (
    <Status tone={isNew ? "info" : TONES[delivery.state]}>
      {delivery.state === "PENDING" && !isNew ? "Retrying" : DELIVERY_WORDS[delivery.state]}
    </Status>
  );
};

const OUTCOMES: Readonly<Record<string, string>> = {
  delivered: "Delivered",
  refused: "Refused",
  gone: "Gone",
  timeout: "No answer within 5 s",
  unreachable: "Not reachable",
  forbidden_destination: "Address not allowed",
  unsendable: "Could not be sent",
  circuit_open: "Gave up while the endpoint was failing",
  endpoint_deleted: "The endpoint was deleted",
};

/** What came of an attempt, in words: "Refused with 500". */
export const outcomeWords = (outcome: string, status: number | null): string =>
  `${OUTCOMES[outcome] ?? outcome}${status === null ? "" : ` with ${status}`}`;
