import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { FormDialog } from "../../../ui/form-dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { Select } from "../../../ui/select.tsx";
import { OVERLAPS } from "../overlaps.ts";
import { SecretShown } from "./secret-shown.tsx";
import type { Endpoint } from "./types.ts";
import { useRefresh } from "./use-live.ts";

/** Gives an endpoint a new secret while the old one works on for as long as chosen. */
export const RotateSecret = ({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) => {
  const trpc = useTRPC();
  const [overlap, setOverlap] = useState("1");
  const rotate = useMutation(
    trpc.webhooks.endpoints.rotateSecret.mutationOptions({ onSuccess: useRefresh(trpc.webhooks.endpoints.pathKey()) }),
  );
  if (rotate.data) {
    const leave = (): void => {
      rotate.reset();
      onClose();
    };
    return <SecretShown title="The new signing secret" secret={rotate.data.secret} onClose={leave} />;
  }
  return (
    <FormDialog
      onClose={onClose}
      title="Rotate the signing secret"
      width="small"
      submit="Make a new secret"
      onSubmit={() => rotate.mutate({ id: endpoint.id, overlapDays: Number(overlap) })}
      busy={rotate.isPending}
      problem={rotate.error ? problemOf(rotate.error) : undefined}
    >
      <p className="text-ink-soft">
        While both secrets work, <code>webhook-signature</code> carries a signature of each.{" "}
        <code>X-AviationAlley-Signature</code> has room for one: it keeps the old secret until the overlap ends or you
        switch it on this endpoint’s page.
      </p>
      <Field label="The old secret">
        <Select value={overlap} options={OVERLAPS} onChange={setOverlap} />
      </Field>
    </FormDialog>
  );
};
