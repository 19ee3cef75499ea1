import { Badge } from "../../../ui/badge.tsx";
import type { Column } from "../../../ui/data-table.tsx";
import { Ago } from "../../../ui/time.tsx";
import type { HappenedEvent } from "./types.ts";

const sentTo = (deliveries: number): string => (deliveries === 1 ? "1 endpoint" : `${deliveries} endpoints`);

/** To how many it was sent, or that nobody wanted it. */
export const SentTo = ({ event }: { event: HappenedEvent }) => {
  if (event.sample) return <Badge tone="info">Test event</Badge>;
  if (event.deliveries === 0) return <Badge>Nobody subscribed</Badge>;
  return <span className="text-ink-soft tabular-nums">{sentTo(event.deliveries)}</span>;
};

export const EVENT_COLUMNS: Column<HappenedEvent>[] = [
  {
    key: "type",
    header: "Event",
    // On a phone it takes what the time leaves, and cuts the id.
    className: "max-sm:w-full max-sm:max-w-0",
    cell: (event) => (
      <span className="block min-w-0">
        <span className="block break-all">{event.type}</span>
        <span className="block truncate font-mono text-xs font-normal text-ink-faint">{event.publicId}</span>
        <span className="mt-1 block text-[13px] font-normal sm:hidden">
          <SentTo event={event} />
        </span>
      </span>
    ),
  },
  { key: "sent", header: "Sent to", from: "sm", cell: (event) => <SentTo event={event} /> },
  {
    key: "at",
    header: "When",
    align: "right",
    className: "whitespace-nowrap",
    cell: ({ createdAt }) => <Ago at={createdAt} className="text-ink-soft" />,
  },
];
