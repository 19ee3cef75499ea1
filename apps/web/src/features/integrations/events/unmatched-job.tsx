import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useEffect, useState } from "react";
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

/** The latest job of what nobody got while it runs; and, once it was seen running, what came of it. */
export const UnmatchedJob = () => {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const jobs = useQuery(
    trpc.webhooks.recoveries.list.queryOptions(
      { limit: LATEST },
      { refetchInterval: ({ state }) => (runs(latestOf(state.data?.data)) ? BEAT_MS : false) },
    ),
  );
  const job = latestOf(jobs.data?.data);
  const [seen, setSeen] = useState<string>();
  const runningId = runs(job) ? job?.id : undefined;
  useEffect(() => {
    if (runningId === undefined) return;
    setSeen(runningId);
    // As it ends, the events below are what they became.
    return () => void queries.invalidateQueries(trpc.webhooks.events.pathFilter());
  }, [runningId, queries, trpc]);
  if (!job || (!runs(job) && seen !== job.id)) return null;
  return <JobCard job={job} onDismiss={() => setSeen(undefined)} />;
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
