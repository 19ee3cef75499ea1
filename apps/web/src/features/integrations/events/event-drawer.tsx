import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../../../lib/trpc.ts";
import { CodeBlock } from "../../../ui/code.tsx";
import { CopyButton } from "../../../ui/copy.tsx";
import { Drawer } from "../../../ui/dialog.tsx";
import { Card, Facts } from "../../../ui/page.tsx";
import { Skeleton, Unread } from "../../../ui/states.tsx";
import { At } from "../../../ui/time.tsx";
import { useCan } from "../../session/seat.tsx";
import { SentTo } from "./columns.tsx";
import { EventDeliveries } from "./event-deliveries.tsx";
import { ReplayEvent } from "./replay-event.tsx";
import type { EventDetail } from "./types.ts";

export interface EventDrawerProps {
  id: string;
  onClose: () => void;
}

/** One event: its payload, to whom it was sent, and sending it again. The page around it keeps it at what happens. */
export const EventDrawer = ({ id, onClose }: EventDrawerProps) => {
  const trpc = useTRPC();
  const event = useQuery(trpc.webhooks.events.get.queryOptions({ id }));
  return (
    <Drawer open onClose={onClose} title={event.data?.type ?? "Event"}>
      {event.data && <EventBody event={event.data} />}
      <Unread query={event} />
      {event.isPending && <Skeleton className="h-40" />}
    </Drawer>
  );
};

const EventBody = ({ event }: { event: EventDetail }) => {
  const can = useCan();
  const { object, previous } = event.data;
  return (
    <div className="grid gap-5">
      <Facts
        facts={[
          [
            "Id",
            <span key="id" className="flex items-center gap-1 font-mono text-[12.5px]">
              <span className="min-w-0 break-all">{event.publicId}</span>
              <CopyButton text={event.publicId} what="event id" />
            </span>,
          ],
          ["Happened", <At key="at" at={event.createdAt} />],
          ["About", <AboutText key="about" event={event} />],
          ["Sent to", <SentTo key="sent" event={event} />],
        ]}
      />
      <Card
        title="Deliveries"
        flush
        footer={can("webhooks.events.replay") && !event.sample ? <ReplayEvent event={event} /> : undefined}
      >
        <EventDeliveries event={event} />
      </Card>
      <CodeBlock title="Payload (data.object)" label="payload" code={pretty(object)} maxHeight="28rem" />
      {previous !== null && previous !== undefined && (
        <CodeBlock
          title="What it was before (data.previous)"
          label="previous values"
          code={pretty(previous)}
          maxHeight="16rem"
        />
      )}
    </div>
  );
};

const AboutText = ({ event }: { event: EventDetail }) => (
  <span>
    <span className="font-mono text-[12.5px] break-all">{event.subjectId}</span>{" "}
    <span className="text-ink-faint">version {event.subjectVersion}</span>
  </span>
);

const pretty = (value: unknown): string => JSON.stringify(value, null, 2);
