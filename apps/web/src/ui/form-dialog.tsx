import { type ReactNode, useId } from "react";
import type { Problem } from "../lib/problem.ts";
import { Button } from "./button.tsx";
import { Dialog, type DialogProps } from "./dialog.tsx";
import { ProblemNote } from "./note.tsx";

export interface FormDialogProps extends Pick<DialogProps, "onClose" | "title" | "description" | "width"> {
  /** The verb on the button: "Create key". */
  submit: string;
  onSubmit: () => void;
  busy: boolean;
  /** Something is still missing: neither the button nor Enter submits. */
  disabled?: boolean;
  /** Why it failed; what was typed stays. */
  problem: Problem | undefined;
  children: ReactNode;
}

/** A form in a dialog, open as long as it is mounted. */
export const FormDialog = (props: FormDialogProps) => {
  const { submit, onSubmit, busy, disabled = false, problem, children, ...dialog } = props;
  const form = useId();
  return (
    <Dialog
      {...dialog}
      open
      holds
      footer={
        <>
          <Button onClick={dialog.onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={form} busy={busy} disabled={disabled}>
            {submit}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy && !disabled) onSubmit();
        }}
      >
        {children}
        <ProblemNote problem={problem} />
      </form>
    </Dialog>
  );
};
