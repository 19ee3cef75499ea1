import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { FormDialog } from "../../../ui/form-dialog.tsx";
import { useZone } from "../../../lib/zone.ts";
import { useSeat } from "../../session/seat.tsx";
import { EMPTY_DRAFT, inputOf, KeyForm, useScopeOffers } from "./key-form.tsx";
import type { NewKey } from "./types.ts";

export interface CreateKeyProps {
  onClose: () => void;
  /** Takes the token: nothing else keeps it. */
  onMade: (made: NewKey) => void;
}

/** Asks for what a key needs, and makes it. */
export const CreateKey = ({ onClose, onMade }: CreateKeyProps) => {
  const trpc = useTRPC();
  const { mode, center } = useSeat();
  const zone = useZone();
  const offers = useScopeOffers();
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const create = useMutation(trpc.apiKeys.create.mutationOptions({ onSuccess: onMade }));
  const problem = create.error ? problemOf(create.error) : undefined;
  const input = inputOf(draft, offers.data ?? [], zone);
  return (
    <FormDialog
      onClose={onClose}
      title={mode === "test" ? "Create a test key" : "Create a live key"}
      description={
        mode === "test"
          ? `It reaches the sandbox only, no data of ${center.name}.`
          : `It reaches the data of ${center.name}.`
      }
      width="large"
      submit="Create key"
      onSubmit={() => {
        if (input) create.mutate(input);
      }}
      busy={create.isPending}
      disabled={input === undefined}
      problem={problem}
    >
      <KeyForm draft={draft} onChange={setDraft} problem={problem} />
    </FormDialog>
  );
};
