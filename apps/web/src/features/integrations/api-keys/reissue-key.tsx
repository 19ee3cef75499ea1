import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { ProblemNote } from "../../../ui/note.tsx";
import { Select } from "../../../ui/select.tsx";
import { tokenHint } from "./key-state.tsx";
import type { ApiKey, NewKey } from "./types.ts";

/** As the server allows. */
const OVERLAPS = [
  { value: "0", label: "Ends at once" },
  { value: "1", label: "Works for 1 more day" },
  ...["2", "3", "4", "5", "6", "7"].map((value) => ({ value, label: `Works for ${value} more days` })),
];

export interface ReissueKeyProps {
  apiKey: ApiKey;
  onClose: () => void;
  /** Takes the token: nothing else keeps it. */
  onMade: (made: NewKey) => void;
}

/** Gives a key a new token; the old one may work on while a program is changed over. */
export const ReissueKey = ({ apiKey, onClose, onMade }: ReissueKeyProps) => {
  const trpc = useTRPC();
  const form = useId();
  const [days, setDays] = useState("1");
  const reissue = useMutation(trpc.apiKeys.reissue.mutationOptions({ onSuccess: onMade }));
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Reissue ${apiKey.name}`}
      width="small"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={form} busy={reissue.isPending}>
            Reissue key
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          reissue.mutate({ id: apiKey.id, overlapDays: Number(days) });
        }}
      >
        <p className="text-ink-soft">Makes a new token with the same name, scopes and expiry. It is shown once.</p>
        <Field
          label={`The old token, ${tokenHint(apiKey)}`}
          hint={
            days === "0"
              ? "Right when a token was seen by others: whoever uses it is refused from now on."
              : "Time to change over without an interruption. It can be revoked before."
          }
        >
          <Select value={days} options={OVERLAPS} onChange={setDays} />
        </Field>
        <ProblemNote problem={reissue.error ? problemOf(reissue.error) : undefined} />
      </form>
    </Dialog>
  );
};
