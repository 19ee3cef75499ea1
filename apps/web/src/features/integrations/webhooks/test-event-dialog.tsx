import { useMutation, useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { FormDialog } from "../../../ui/form-dialog.tsx";
import { Combobox } from "../../../ui/combobox.tsx";
import { Field } from "../../../ui/field.tsx";
import { Note } from "../../../ui/note.tsx";
import type { Endpoint } from "./types.ts";
import { useRefresh } from "./use-live.ts";

export interface TestEventDialogProps {
  endpoint: Endpoint;
  onClose: () => void;
  onSent: (delivery: string) => void;
}

/** Sends an example of any event through the way that real ones go, then shows its delivery. */
export const TestEventDialog = ({ endpoint, onClose, onSent }: TestEventDialogProps) => {
  const trpc = useTRPC();
  const [type, setType] = useState(() => endpoint.events.find((pattern) => !pattern.includes("*")));
  const types = useQuery(trpc.webhooks.endpoints.eventTypes.queryOptions({}, { staleTime: Infinity }));
  const options = useMemo(
    () =>
      types.data
        ?.filter(({ subscribable }) => subscribable)
        .map((one) => ({ value: one.type, label: one.type, hint: one.summary })) ?? [],
    [types.data],
  );
  const chosen = type ?? options[0]?.value;
  const refresh = useRefresh(trpc.webhooks.deliveries.list.pathKey());
  const send = useMutation(
    trpc.webhooks.endpoints.test.mutationOptions({
      onSuccess: ({ deliveryId }) => {
        refresh();
        onClose();
        onSent(deliveryId);
      },
    }),
  );
  return (
    <FormDialog
      onClose={onClose}
      title="Send a test event"
      width="small"
      submit="Send"
      onSubmit={() => {
        if (chosen !== undefined) send.mutate({ id: endpoint.id, type: chosen });
      }}
      busy={send.isPending}
      disabled={chosen === undefined}
      problem={send.error ? problemOf(send.error) : undefined}
    >
      <p className="text-ink-soft">
        An example of the event, signed and delivered like a real one, whether or not this endpoint listens to it.
      </p>
      <Field label="Event">
        <Combobox label="Event" value={chosen} options={options} onChange={setType} className="sm:w-full" />
      </Field>
      {endpoint.state !== "ACTIVE" && (
        <Note tone="warn">This endpoint is held: the test waits until it is resumed.</Note>
      )}
    </FormDialog>
  );
};
