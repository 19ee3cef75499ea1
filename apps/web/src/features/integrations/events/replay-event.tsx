import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Repeat2 } from "lucide-react";
import { useState } from "react";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { Button } from "../../../ui/button.tsx";
import { ProblemNote } from "../../../ui/note.tsx";
import { Progress } from "../../../ui/progress.tsx";
import type { EventDelivery, EventDetail } from "./types.ts";

const isSettled = ({ state }: EventDelivery): boolean => state === "DELIVERED" || state === "FAILED";

/** Sends an event to who subscribes now and never got it, and shows how that goes. */
export const ReplayEvent = ({ event }: { event: EventDetail }) => {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [before, setBefore] = useState<ReadonlySet<string>>();
  const replay = useMutation(
    trpc.webhooks.events.replay.mutationOptions({
      onMutate: () => setBefore(new Set(event.deliveryList.map(({ id }) => id))),
      onSuccess: () => queries.invalidateQueries(trpc.webhooks.events.pathFilter()),
    }),
  );
  const sent = replay.data?.deliveries;
  const made = event.deliveryList.filter(({ id }) => before && !before.has(id));
  return (
    <div className="grid gap-2.5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1 text-[13px] text-ink-soft">
          Replaying sends it to the endpoints that subscribe now and never got it.
        </p>
        <Button
          size="small"
          icon={<Repeat2 aria-hidden />}
          busy={replay.isPending}
          onClick={() => replay.mutate({ id: event.id })}
        >
          Replay
        </Button>
      </div>
      {sent !== undefined && <Outcome event={event} sent={sent} made={made} />}
      <ProblemNote problem={replay.error ? problemOf(replay.error) : undefined} />
    </div>
  );
};

interface OutcomeProps {
  event: EventDetail;
  /** To how many it was sent. */
  sent: number;
  /** Those deliveries, as far as they were read. */
  made: readonly EventDelivery[];
}

const Outcome = ({ event, sent, made }: OutcomeProps) => {
  if (sent === 0)
    return (
      <p role="status" className="text-[13px] text-ink-soft">
        {event.deliveryList.length === 0
          ? `Nothing was sent: no endpoint subscribes to ${event.type} now.`
          : "Nothing was sent: whoever subscribes has it already. To send it again, open its delivery."}
      </p>
    );
  const delivered = made.filter(({ state }) => state === "DELIVERED").length;
  return (
    <Progress label={`Replayed: ${delivered} of ${sent} delivered`} value={made.filter(isSettled).length / sent} />
  );
};
