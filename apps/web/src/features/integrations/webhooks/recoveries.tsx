import { useMutation, useQuery } from "@tanstack/react-query";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { Status, type Tone } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/page.tsx";
import { Progress } from "../../../ui/progress.tsx";
import { Ago, At } from "../../../ui/time.tsx";
import { toast } from "../../../ui/toast.tsx";
import { useCan } from "../../session/seat.tsx";
import type { Endpoint, Recovery } from "./types.ts";
import { useRefresh } from "./use-live.ts";

const WORDS: Record<Recovery["kind"], string> = {
  RECOVER: "Resending what failed",
  MISSING: "Sending what was missed",
  UNMATCHED: "Sending what matched nobody",
};

const STATES: Record<Recovery["state"], [Tone, string]> = {
  RUNNING: ["info", "Running"],
  DONE: ["ok", "Done"],
  CANCELLED: ["quiet", "Cancelled"],
};

const LATEST = 3;
const WATCH_MS = 1_000;

/** The jobs that send many deliveries of an endpoint: the latest, with their progress. Nothing where there were none. */
export const Recoveries = ({ endpoint }: { endpoint: Endpoint }) => {
  const trpc = useTRPC();
  const recoveries = useQuery(
    trpc.webhooks.recoveries.list.queryOptions(
      { endpointId: endpoint.id, limit: LATEST },
      {
        refetchInterval: ({ state }) => (state.data?.data.some((one) => one.state === "RUNNING") ? WATCH_MS : false),
      },
    ),
  );
  if (!recoveries.data || recoveries.data.data.length === 0) return null;
  return (
    <Card title="Recoveries">
      <ul className="grid gap-5">
        {recoveries.data.data.map((one) => (
          <RecoveryRow key={one.id} recovery={one} />
        ))}
      </ul>
    </Card>
  );
};

const number = (value: number): string => value.toLocaleString("en");

const reached = ({ sent, examined, total }: Recovery): string =>
  `${number(sent)} sent, ${number(examined)}${total === null ? "" : ` of ${number(total)}`} looked at`;

/** Who recovers while a receiver is mended mostly looks for what still waits. */
const outcome = (recovery: Recovery): string =>
  recovery.kind === "RECOVER" && recovery.state === "DONE" && recovery.examined === 0
    ? "Nothing was given up in this time. What still waits is tried again by itself."
    : reached(recovery);

const RecoveryRow = ({ recovery }: { recovery: Recovery }) => {
  const [tone, word] = STATES[recovery.state];
  const label = WORDS[recovery.kind];
  return (
    <li className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium">{label}</span>
        <Status tone={tone}>{word}</Status>
        <span className="text-[13px] text-ink-faint">
          since <At at={recovery.since} />, by {recovery.createdBy}, <Ago at={recovery.createdAt} />
        </span>
        <span className="ml-auto">{recovery.state === "RUNNING" && <Cancel recovery={recovery} />}</span>
      </div>
      {recovery.state === "RUNNING" ? (
        <Progress value={recovery.progress} label={reached(recovery)} />
      ) : (
        <p className="text-[13px] text-ink-soft tabular-nums">{outcome(recovery)}</p>
      )}
    </li>
  );
};

const Cancel = ({ recovery }: { recovery: Recovery }) => {
  const trpc = useTRPC();
  const can = useCan();
  const cancel = useMutation(
    trpc.webhooks.recoveries.cancel.mutationOptions({
      onSuccess: useRefresh(trpc.webhooks.recoveries.pathKey()),
      onError: (error) => toast.failed(problemOf(error)),
    }),
  );
  if (!can("webhooks.recoveries.cancel")) return null;
  return (
    <Button size="small" busy={cancel.isPending} onClick={() => cancel.mutate({ id: recovery.id })}>
      Cancel
    </Button>
  );
};
