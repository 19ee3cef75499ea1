import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTRPC } from "../../../lib/trpc.ts";
import { Answer } from "../webhooks/answer.tsx";
import { DeliveryState } from "../webhooks/states.tsx";
import type { EventDelivery, EventDetail } from "./types.ts";

/** The most endpoints that a center's pages ask for at once. */
const MOST_ENDPOINTS = 200;

/** To whom an event was sent, and what came of it. */
export const EventDeliveries = ({ event }: { event: EventDetail }) => {
  const trpc = useTRPC();
  const endpoints = useQuery(trpc.webhooks.endpoints.list.queryOptions({ limit: MOST_ENDPOINTS }));
  if (event.deliveryList.length === 0)
    return (
      <p className="px-4 py-4 text-[13px] text-ink-soft sm:px-5">
        It was sent to nobody: no endpoint was subscribed to {event.type} when it happened.
      </p>
    );
  const areAllKnown = endpoints.data?.pagination.nextCursor === null;
  const endpointOf = (id: string) => endpoints.data?.data.find((one) => one.id === id);
  return (
    <ul aria-label="Deliveries">
      {event.deliveryList.map((delivery) => (
        <li
          key={delivery.id}
          className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1.5 border-b border-line px-4 py-2.5 last:border-0 sm:px-5"
        >
          <div className="min-w-0">
            <Target delivery={delivery} url={endpointOf(delivery.endpointId)?.url} isKnown={areAllKnown} />
            <p className="text-[13px]">
              <Answer delivery={delivery} circuitOpen={endpointOf(delivery.endpointId)?.circuitOpen ?? false} />
              <span className="text-ink-faint">{attemptsInWords(delivery.attempts)}</span>
            </p>
          </div>
          <DeliveryState delivery={delivery} />
        </li>
      ))}
    </ul>
  );
};

interface TargetProps {
  delivery: EventDelivery;
  url: string | undefined;
  /** All endpoints were read: one without an address was deleted. */
  isKnown: boolean;
}

const TARGET = "line-clamp-2 font-medium break-all text-accent-text underline-offset-2 hover:underline";

const Target = ({ delivery, url, isKnown }: TargetProps) =>
  url === undefined && isKnown ? (
    // It has no page any more: the delivery is shown on this one.
    <Link
      from="/settings/integrations/events"
      search={(was) => ({ ...was, delivery: delivery.id })}
      resetScroll={false}
      className={TARGET}
    >
      An endpoint that was deleted
    </Link>
  ) : (
    <Link
      to="/settings/integrations/webhooks/$endpointId"
      params={{ endpointId: delivery.endpointId }}
      search={{ open: delivery.id }}
      className={TARGET}
    >
      {url ?? delivery.publicId}
    </Link>
  );

const attemptsInWords = (count: number): string =>
  count === 0 ? "" : count === 1 ? "; 1 attempt" : `; ${count} attempts`;
