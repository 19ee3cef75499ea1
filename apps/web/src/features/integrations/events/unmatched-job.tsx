import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useEffect } from "react";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { Button, IconButton } from "../../../ui/button.tsx";
import { Card } from "../../../ui/page.tsx";
import { Progress } from "../../../ui/progress.tsx";
import { Ago } from "../../../ui/time.tsx";
import { toast } from "../../../ui/toast.tsx";
import { useCan } from "../../session/seat.tsx";
import type { Recovery } from "./types.ts";

const BEAT_MS = 1_000;
/** Jobs are few; the latest that sends what nobody got is among these. */
const LATEST = 10;

const runs = (job: Recovery | undefined): boolean => job?.state === "RUNNING";

export interface UnmatchedJobProps {
  /** The job that was started or seen here, which is shown also when it has ended. */
  watched: string | undefined;
  onWatch: (id: string | undefined) => void;
}

/** The latest job of what nobody got while it runs; and, if it was seen here, what came of it. */
export const UnmatchedJob = ({ watched, onWatch }: UnmatchedJobProps) => {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const jobs = useQuery(
    trpc.webhooks.recoveries.list.queryOptions(
      { limit: LATEST },
      { refetchInterval: ({ state }) => (runs(latestOf(state.data?.data)) ? BEAT_MS : false) },
    ),
  );
  const job = latestOf(jobs.data?.data);
  const isWatched = job !== undefined && watched === job.id;
  const id = job?.id;
  const isRunning = runs(job);
  useEffect(() => {
    if (isRunning) onWatch(id);
  }, [isRunning, id, onWatch]);
  useEffect(() => {
    // As it ends, the events below are what they became.
    if (isWatched && !isRunning) void queries.invalidateQueries(trpc.webhooks.events.pathFilter());
  }, [isWatched, isRunning, queries, trpc]);
  return job && (isRunning || isWatched) ? <JobCard job={job} onDismiss={() => onWatch(undefined)} /> : null;
};

const latestOf = (jobs: readonly Recovery[] | undefined): Recovery | undefined =>
  jobs?.find(({ kind }) => kind === "UNMATCHED");

const WORDS: Record<Recovery["state"], string> = {
  RUNNING: "Replaying what nobody got",
  DONE: "Replayed what nobody got",
  CANCELLED: "Stopped replaying what nobody got",
};

const JobCard = ({ job, onDismiss }: { job: Recovery; onDismiss: () => void }) => {
  const trpc = useTRPC();
  const can = useCan();
  const queries = useQueryClient();
  const cancel = useMutation(
    trpc.webhooks.recoveries.cancel.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.webhooks.recoveries.pathFilter()),
      onError: (error) => toast.failed(problemOf(error)),
    }),
  );
  const sent = job.sent === 1 ? "1 delivery made" : `${job.sent.toLocaleString("en")} deliveries made`;
  return (
    <Card
      title={WORDS[job.state]}
      description={
        <>
          Started by {job.createdBy} <Ago at={job.createdAt} />
        </>
      }
      actions={
        job.state === "RUNNING" ? (
          can("webhooks.recoveries.cancel") && (
            <Button size="small" busy={cancel.isPending} onClick={() => cancel.mutate({ id: job.id })}>
              Stop
            </Button>
          )
        ) : (
          <IconButton label="Dismiss" onClick={onDismiss}>
            <X aria-hidden />
          </IconButton>
        )
      }
    >
      <Progress
        label={`${job.examined.toLocaleString("en")} events looked at, ${sent}`}
        value={job.state === "DONE" ? 1 : job.progress}
      />
    </Card>
  );
};
