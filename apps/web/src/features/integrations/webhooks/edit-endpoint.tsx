import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { FormDialog } from "../../../ui/form-dialog.tsx";
import { toast } from "../../../ui/toast.tsx";
import { draftOf, inputOf } from "./endpoint-draft.ts";
import { EndpointForm } from "./endpoint-form.tsx";
import type { Endpoint } from "./types.ts";
import { useRefresh } from "./use-live.ts";

/** Changes an endpoint, unless somebody else did since it was opened. */
export const EditEndpoint = ({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) => {
  const trpc = useTRPC();
  // As it was when the dialog opened; what arrives meanwhile must not change under the hands of who types.
  const [seen] = useState(endpoint);
  const [draft, setDraft] = useState(() => draftOf(endpoint));
  const refresh = useRefresh(trpc.webhooks.endpoints.pathKey());
  const change = useMutation(
    trpc.webhooks.endpoints.change.mutationOptions({
      onSuccess: () => {
        refresh();
        toast.done("The endpoint was changed.");
        onClose();
      },
    }),
  );
  const problem = change.error ? problemOf(change.error) : undefined;
  const input = inputOf(draft);
  return (
    <FormDialog
      onClose={onClose}
      title="Edit the endpoint"
      width="large"
      submit="Save"
      onSubmit={() => {
        if (input) change.mutate({ id: seen.id, version: seen.version, ...input });
      }}
      busy={change.isPending}
      disabled={input === undefined}
      problem={problem && plain(problem)}
    >
      <EndpointForm draft={draft} onChange={setDraft} problem={problem} />
    </FormDialog>
  );
};

/** Programs are told of versions; a person is told what to do. */
const plain = (problem: ReturnType<typeof problemOf>) =>
  problem.code === "precondition_failed"
    ? { ...problem, message: "Close this, look at what they changed, and edit again. What you typed is still here." }
    : problem;
