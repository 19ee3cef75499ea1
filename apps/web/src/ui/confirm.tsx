import { type ReactNode, useState } from "react";
import type { Problem } from "../lib/problem.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";
import { ProblemNote } from "./note.tsx";

export interface ConfirmProps {
  open: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  /** The verb on the button: "Revoke key". */
  action: string;
  onConfirm: () => void;
  busy?: boolean;
  problem?: Problem | undefined;
  /** What has to be typed before, where it cannot be undone: the name of what ends. */
  typeToConfirm?: string;
}

/** Asks before something is ended. */
export const Confirm = (props: ConfirmProps) => {
  const { open, onClose, title, children, action, onConfirm, busy = false, problem, typeToConfirm } = props;
  const [typed, setTyped] = useState("");
  const matches = typeToConfirm === undefined || typed.trim() === typeToConfirm;
  const close = (): void => {
    setTyped("");
    onClose();
  };
  return (
    <Dialog
      open={open}
      onClose={close}
      title={title}
      width="small"
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button kind="danger" busy={busy} disabled={!matches} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (matches && !busy) onConfirm();
        }}
      >
        <div className="grid gap-2 text-ink-soft">{children}</div>
        {typeToConfirm !== undefined && (
          <Field
            label={
              <>
                Type <strong className="font-semibold break-all select-all">{typeToConfirm}</strong> to confirm
              </>
            }
          >
            <Input
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              autoComplete="off"
              spellCheck={false}
            />
          </Field>
        )}
        <ProblemNote problem={problem} />
      </form>
    </Dialog>
  );
};
