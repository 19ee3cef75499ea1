import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { serverNow } from "../../../lib/clock.ts";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { FormDialog } from "../../../ui/form-dialog.tsx";
import { Radios } from "../../../ui/choice.tsx";
import { Field } from "../../../ui/field.tsx";
import { Select } from "../../../ui/select.tsx";
import type { Endpoint } from "./types.ts";
import { useRefresh } from "./use-live.ts";

const KINDS = [
  {
    value: "RECOVER",
    label: "Resend what failed",
    hint: "Deliveries that were given up, each with its own id.",
  },
  {
    value: "MISSING",
    label: "Send what it missed",
    hint: "Events that it listens to now and never got: from before it existed, or listened.",
  },
] as const;

const HOUR_MS = 3_600_000;
const AGES = [
  { value: "1", label: "The last hour" },
  { value: "6", label: "The last 6 hours" },
  { value: "24", label: "The last 24 hours" },
  { value: "72", label: "The last 3 days" },
  { value: "168", label: "The last 7 days" },
  { value: "720", label: "The last 30 days" },
] as const;

/** Starts a job that sends many deliveries; it goes on without this page. */
export const RecoverDialog = ({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) => {
  const trpc = useTRPC();
  const [kind, setKind] = useState<(typeof KINDS)[number]["value"]>("RECOVER");
  const [age, setAge] = useState<(typeof AGES)[number]["value"]>("24");
  const refresh = useRefresh(trpc.webhooks.recoveries.pathKey(), trpc.webhooks.deliveries.pathKey());
  const start = useMutation(
    trpc.webhooks.recoveries.start.mutationOptions({
      onSuccess: () => {
        refresh();
        onClose();
      },
    }),
  );
  return (
    <FormDialog
      onClose={onClose}
      title="Recover deliveries"
      width="small"
      submit="Start"
      onSubmit={() => {
        const since = new Date(serverNow() - Number(age) * HOUR_MS).toISOString();
        start.mutate({ kind, endpointId: endpoint.id, since });
      }}
      busy={start.isPending}
      problem={start.error ? problemOf(start.error) : undefined}
    >
      <Radios label="What to send" value={kind} onChange={setKind} options={KINDS} />
      <Field label="Since">
        <Select value={age} onChange={setAge} options={AGES} />
      </Field>
    </FormDialog>
  );
};
