import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { ProblemNote } from "../../../ui/note.tsx";
import { Select } from "../../../ui/select.tsx";
import { SecretShown } from "./secret-shown.tsx";
import type { Endpoint } from "./types.ts";
import { useRefresh } from "./use-live.ts";

const OVERLAPS = ["0", "1", "2", "3", "7"] as const;
type Overlap = (typeof OVERLAPS)[number];

const WORDS: Record<Overlap, string> = {
  "0": "End the old one now",
  "1": "1 day",
  "2": "2 days",
  "3": "3 days",
  "7": "7 days",
};

/** Gives an endpoint a new secret while the old one works on for as long as chosen. */
export const RotateSecret = ({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) => {
  const trpc = useTRPC();
  const form = useId();
  const [overlap, setOverlap] = useState<Overlap>("1");
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
    <Dialog
      open
      onClose={onClose}
      title="Rotate the signing secret"
      width="small"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={form} busy={rotate.isPending}>
            Make a new secret
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          rotate.mutate({ id: endpoint.id, overlapDays: Number(overlap) });
        }}
      >
        <p className="text-ink-soft">
          While both secrets work, <code>webhook-signature</code> carries a signature of each.{" "}
          <code>X-AviationAlley-Signature</code> has room for one: it keeps the old secret until the overlap ends or you
          switch it on this endpoint’s page.
        </p>
        <Field label="The old secret works for">
          <Select
            value={overlap}
            onChange={setOverlap}
            options={OVERLAPS.map((value) => ({ value, label: WORDS[value] }))}
          />
        </Field>
        <ProblemNote problem={rotate.error ? problemOf(rotate.error) : undefined} />
      </form>
    </Dialog>
  );
};
