import { useMutation, useQuery } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";
import { useState } from "react";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { Button } from "../../../ui/button.tsx";
import { Code } from "../../../ui/code.tsx";
import { Drawer } from "../../../ui/dialog.tsx";
import { ProblemNote } from "../../../ui/note.tsx";
import { Facts } from "../../../ui/page.tsx";
import { Skeleton, Unread } from "../../../ui/states.tsx";
import { At } from "../../../ui/time.tsx";
import { useCan } from "../../session/seat.tsx";
import { Exchange } from "./exchange.tsx";
import { DeliveryState, outcomeWords } from "./states.tsx";
import { Timeline } from "./timeline.tsx";
import type { DeliveryDetail, Endpoint } from "./types.ts";
import { useRefresh } from "./use-live.ts";

export interface DeliveryDrawerProps {
  id: string;
  /** Undefined for one that was deleted: its deliveries are shown, and not sent again. */
  endpoint: Endpoint | undefined;
  onClose: () => void;
}

/** A delivery: its attempts, and what was sent and answered in each. */
export const DeliveryDrawer = ({ id, endpoint, onClose }: DeliveryDrawerProps) => {
  const trpc = useTRPC();
  const delivery = useQuery(trpc.webhooks.deliveries.get.queryOptions({ id }));
  return (
    <Drawer
      open
      onClose={onClose}
      width="large"
      title={delivery.data?.type ?? "Delivery"}
      description={delivery.data && <code className="font-mono text-xs break-all">{delivery.data.publicId}</code>}
      footer={delivery.data && endpoint && <Resend delivery={delivery.data} />}
    >
      {delivery.isPending && <Skeleton className="h-80" />}
      <Unread query={delivery} />
      {delivery.data && <Detail delivery={delivery.data} endpoint={endpoint} />}
    </Drawer>
  );
};

const Detail = ({ delivery, endpoint }: { delivery: DeliveryDetail; endpoint: Endpoint | undefined }) => {
  const [chosen, setChosen] = useState<number>();
  const attempt = delivery.attemptList.find(({ number }) => number === chosen) ?? delivery.attemptList[0];
  const next = endpoint && delivery.state === "PENDING" ? nextOf(delivery, endpoint) : null;
  return (
    <div className="grid min-w-0 gap-6">
      <Facts
        facts={[
          ["State", <DeliveryState key="state" delivery={delivery} />],
          delivery.reason === null ? undefined : ["Last answer", outcomeWords(delivery.reason, delivery.lastStatus)],
          next !== null && endpoint?.circuitOpen
            ? ["Waits for", "The endpoint: it is tried with one delivery at a time until one succeeds"]
            : undefined,
          delivery.givesUpAt === null ? undefined : ["Gives up", <At key="until" at={delivery.givesUpAt} />],
          ["Event", <Code key="event">{`evt_${delivery.eventId.replaceAll("-", "")}`}</Code>],
          ["Made", <At key="made" at={delivery.createdAt} />],
        ]}
      />
      <section aria-label="Attempts">
        <h3 className="mb-2 font-semibold">Attempts</h3>
        <Timeline attempts={delivery.attemptList} nextAt={next} chosen={attempt?.number} onChoose={setChosen} />
      </section>
      <Exchange target={endpoint} body={delivery.body} attempt={attempt} />
    </div>
  );
};

/** A failing endpoint is tried as a whole; then its deliveries, each when it is due. */
const nextOf = ({ nextAttemptAt }: DeliveryDetail, { circuitOpen, nextProbeAt }: Endpoint): string | null =>
  circuitOpen && nextAttemptAt !== null && nextProbeAt !== null && nextProbeAt > nextAttemptAt
    ? nextProbeAt
    : nextAttemptAt;

const Resend = ({ delivery }: { delivery: DeliveryDetail }) => {
  const trpc = useTRPC();
  const can = useCan();
  const resend = useMutation(
    trpc.webhooks.deliveries.resend.mutationOptions({ onSuccess: useRefresh(trpc.webhooks.deliveries.pathKey()) }),
  );
  if (!can("webhooks.deliveries.resend")) return null;
  const isOpen = delivery.state === "PENDING" || delivery.state === "CLAIMED" || delivery.state === "HELD";
  return (
    <div className="flex w-full flex-col justify-between gap-3 sm:flex-row sm:flex-wrap sm:items-center">
      <p className="text-[13px] text-ink-faint">Sent with the same id, so that the receiver can drop duplicates.</p>
      <ProblemNote problem={resend.error ? problemOf(resend.error) : undefined} />
      <Button
        kind="primary"
        icon={<RotateCw aria-hidden />}
        busy={resend.isPending}
        disabled={delivery.state === "CLAIMED"}
        onClick={() => resend.mutate({ id: delivery.id })}
      >
        {isOpen ? "Send now" : "Resend"}
      </Button>
    </div>
  );
};
