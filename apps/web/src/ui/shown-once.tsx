import { useBlocker } from "@tanstack/react-router";
import { type ReactNode, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { CopyTextButton } from "./copy.tsx";
import { Dialog } from "./dialog.tsx";
import { Note } from "./note.tsx";

export interface ShownOnceProps {
  title: string;
  /** What is shown: "secret", "token". */
  what: string;
  value: string;
  /** Lets go of the value; it is not shown again. */
  onClose: () => void;
  /** How to use it; call `onCopied` when something with the value in it was copied. */
  children?: (onCopied: () => void) => ReactNode;
}

/** A value that is shown now and never again: copied with one press; leaving without having copied it asks. */
export const ShownOnce = ({ title, what, value, onClose, children }: ShownOnceProps) => {
  const [copied, setCopied] = useState(false);
  const [asking, setAsking] = useState(false);
  const left = useRef(false);
  const mayLose = (): boolean => !copied && !left.current;
  const blocker = useBlocker({
    shouldBlockFn: mayLose,
    enableBeforeUnload: mayLose,
    withResolver: true,
  });
  const leave = (): void => {
    left.current = true;
    // Whoever went elsewhere gets there, and the page that holds the value goes.
    if (blocker.status === "blocked") blocker.proceed();
    else onClose();
  };
  const stay = (): void => {
    setAsking(false);
    if (blocker.status === "blocked") blocker.reset();
  };
  const onCopied = (): void => setCopied(true);
  const isAsking = asking || blocker.status === "blocked";
  // Until the question's own listener is there, an Escape still comes to the panel below it.
  const dismiss = (): void => (isAsking ? stay() : copied ? leave() : setAsking(true));
  return (
    <>
      <Dialog
        open
        onClose={dismiss}
        title={title}
        width="large"
        footer={
          <Button kind={copied ? "primary" : "secondary"} onClick={dismiss}>
            Done
          </Button>
        }
      >
        <div className="grid gap-5">
          <Note tone="warn" title={`Copy the ${what} now`}>
            It is not shown again. Keep it where your other secrets are.
          </Note>
          <div className="grid gap-3 sm:flex sm:items-center">
            <code
              aria-label={what}
              className="min-w-0 flex-1 rounded-lg border border-line bg-code px-3.5 py-2 font-mono text-[13px] break-all"
            >
              {value}
            </code>
            <CopyTextButton kind="primary" text={value} what={what} onCopied={onCopied} />
          </div>
          {children?.(onCopied)}
        </div>
      </Dialog>
      <Dialog
        open={isAsking}
        onClose={stay}
        title={`Leave without copying the ${what}?`}
        width="small"
        footer={
          <>
            <Button onClick={leave}>Leave without it</Button>
            <CopyTextButton kind="primary" text={value} what={what} onCopied={() => (onCopied(), stay())} />
          </>
        }
      >
        <p className="text-ink-soft">It cannot be shown again. Without it you have to make a new one.</p>
      </Dialog>
    </>
  );
};
