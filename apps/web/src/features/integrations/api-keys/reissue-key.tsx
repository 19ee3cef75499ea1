import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { FormDialog } from "../../../ui/form-dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { Select } from "../../../ui/select.tsx";
import { OVERLAPS } from "../overlaps.ts";
import { tokenHint } from "./key-state.tsx";
import type { ApiKey, NewKey } from "./types.ts";

export interface ReissueKeyProps {
  apiKey: ApiKey;
  onClose: () => void;
  /** Takes the token: nothing else keeps it. */
  onMade: (made: NewKey) => void;
}

/** Gives a key a new token; the old one may work on while a program is changed over. */
export const ReissueKey = ({ apiKey, onClose, onMade }: ReissueKeyProps) => {
  const trpc = useTRPC();
  const [days, setDays] = useState("1");
  const reissue = useMutation(trpc.apiKeys.reissue.mutationOptions({ onSuccess: onMade }));
  return (
    <FormDialog
      onClose={onClose}
      title={`Reissue ${apiKey.name}`}
      width="small"
      submit="Reissue key"
      onSubmit={() => reissue.mutate({ id: apiKey.id, overlapDays: Number(days) })}
      busy={reissue.isPending}
      problem={reissue.error ? problemOf(reissue.error) : undefined}
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
    </FormDialog>
  );
};
