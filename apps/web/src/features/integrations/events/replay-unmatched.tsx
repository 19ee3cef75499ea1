import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "../../../lib/problem.ts";
import { beginOf, SINCE, type Since } from "../../../lib/span.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { Field } from "../../../ui/field.tsx";
import { FormDialog } from "../../../ui/form-dialog.tsx";
import { Select } from "../../../ui/select.tsx";

const WORDS: Record<Since, string> = {
  "1h": "The last hour",
  "24h": "The last 24 hours",
  "7d": "The last 7 days",
  "30d": "The last 30 days",
};

const OPTIONS = SINCE.map((value) => ({ value, label: WORDS[value] }));

export interface ReplayUnmatchedProps {
  onClose: () => void;
  onStarted: (jobId: string) => void;
}

/** Starts the job that sends what matched nobody when it happened to who subscribes now. */
export const ReplayUnmatched = ({ onClose, onStarted }: ReplayUnmatchedProps) => {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [since, setSince] = useState<Since>("24h");
  const start = useMutation(
    trpc.webhooks.recoveries.start.mutationOptions({
      onSuccess: async ({ id }) => {
        onStarted(id);
        await queries.invalidateQueries(trpc.webhooks.recoveries.pathFilter());
        onClose();
      },
    }),
  );
  return (
    <FormDialog
      onClose={onClose}
      title="Replay what nobody got"
      width="small"
      submit="Start replaying"
      onSubmit={() => start.mutate({ kind: "UNMATCHED", since: beginOf(since) })}
      busy={start.isPending}
      problem={start.error ? problemOf(start.error) : undefined}
    >
      <p className="text-ink-soft">
        Events that no endpoint was subscribed to when they happened are sent to the endpoints that subscribe to them
        now, each once, the oldest first.
      </p>
      <Field label="From">
        <Select value={since} options={OPTIONS} onChange={setSince} />
      </Field>
    </FormDialog>
  );
};
