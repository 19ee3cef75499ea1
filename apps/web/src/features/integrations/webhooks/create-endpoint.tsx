import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { FormDialog } from "../../../ui/form-dialog.tsx";
import { draftOf, inputOf } from "./endpoint-draft.ts";
import { EndpointForm } from "./endpoint-form.tsx";
import { SecretShown } from "./secret-shown.tsx";
import { useRefresh } from "./use-live.ts";

/** Makes an endpoint, then shows its secret once, then its page. */
export const CreateEndpoint = ({ onClose }: { onClose: () => void }) => {
  const trpc = useTRPC();
  const navigate = useNavigate();
  const [draft, setDraft] = useState(draftOf);
  const refresh = useRefresh(trpc.webhooks.endpoints.list.pathKey(), trpc.webhooks.endpoints.health.pathKey());
  const create = useMutation(trpc.webhooks.endpoints.create.mutationOptions({ onSuccess: refresh }));
  const problem = create.error ? problemOf(create.error) : undefined;
  if (create.data) {
    const { endpoint, secret } = create.data;
    const leave = (): void => {
      create.reset();
      // In the place of the form, so that Back leads to the list.
      void navigate({
        to: "/settings/integrations/webhooks/$endpointId",
        params: { endpointId: endpoint.id },
        replace: true,
      });
    };
    return <SecretShown title="Your endpoint is ready" secret={secret} onClose={leave} />;
  }
  const input = inputOf(draft);
  return (
    <FormDialog
      onClose={onClose}
      title="Add an endpoint"
      width="large"
      submit="Add endpoint"
      onSubmit={() => {
        if (input) create.mutate(input);
      }}
      busy={create.isPending}
      disabled={input === undefined}
      problem={problem}
    >
      <EndpointForm draft={draft} onChange={setDraft} problem={problem} />
    </FormDialog>
  );
};
