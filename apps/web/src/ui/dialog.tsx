import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useState } from "react";
import { IconButton } from "./button.tsx";
import { cx } from "./class-names.ts";
import { currentOpeners, focusWithin, giveBack, rememberOpeners } from "./opener.ts";

export interface DialogProps {
  open: boolean;
  /** Asked to close: by Escape, the cross, or a click beside it. Not called while `locked`. */
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  children: ReactNode;
  /** Buttons, the main one last. */
  footer?: ReactNode;
  width?: "small" | "medium" | "large";
  /** Cannot be dismissed but by a button within. */
  locked?: boolean;
  /** A click beside it does not close it: what was typed would be gone by a slip. */
  holds?: boolean;
}

const WIDTH = { small: "sm:max-w-md", medium: "sm:max-w-xl", large: "sm:max-w-3xl" };

const OVERLAY =
  "fixed inset-0 z-50 bg-black/45 data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=closed]:animate-out data-[state=closed]:fade-out-0";

const MIDDLE =
  "max-h-[92dvh] overflow-hidden border max-sm:inset-x-0 max-sm:bottom-0 max-sm:rounded-t-2xl sm:top-1/2 sm:left-1/2 sm:w-[calc(100%-2rem)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-xl data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:zoom-in-95";

const RIGHT =
  "inset-y-0 right-0 border-l data-[state=open]:animate-in data-[state=open]:slide-in-from-right-8 data-[state=open]:fade-in-0";

/** In the middle on a desk, from the bottom on a phone. What is longer than the screen scrolls within. */
export const Dialog = (props: DialogProps) => <Panel {...props} place={MIDDLE} width={props.width ?? "medium"} />;

/** From the right, over the list that it was opened from; the whole width on a phone. */
export const Drawer = (props: DialogProps) => <Panel {...props} place={RIGHT} width={props.width ?? "large"} />;

type PanelProps = DialogProps & { place: string; width: keyof typeof WIDTH };

const Panel = (props: PanelProps) => (
  <Radix.Root open={props.open} onOpenChange={(open) => !open && props.locked !== true && props.onClose()}>
    <Radix.Portal>
      <Radix.Overlay className={OVERLAY} />
      <OpenPanel {...props} />
    </Radix.Portal>
  </Radix.Root>
);

/** Mounted while it is open: so it knows what had the focus before, and gives it back. */
const OpenPanel = (props: PanelProps) => {
  const { title, description, locked = false, holds = false, children, footer, place, width } = props;
  const [openers] = useState(currentOpeners);
  return (
    <Radix.Content
      {...(description === undefined ? { "aria-describedby": undefined } : {})}
      className={cx(
        "fixed z-50 flex w-full flex-col border-line bg-surface shadow-float outline-none",
        place,
        WIDTH[width],
      )}
      onInteractOutside={(event) => holds && event.preventDefault()}
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        if (!(event.currentTarget instanceof HTMLElement)) return;
        rememberOpeners(event.currentTarget, openers);
        focusWithin(event.currentTarget);
      }}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        giveBack(openers);
      }}
    >
      <PanelHead title={title} description={description} locked={locked} />
      <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
      {footer !== undefined && <PanelFoot>{footer}</PanelFoot>}
    </Radix.Content>
  );
};

const PanelHead = ({ title, description, locked }: { title: ReactNode; description: ReactNode; locked: boolean }) => (
  <header className="flex items-start justify-between gap-4 border-b border-line px-5 py-3.5">
    <div className="min-w-0 pt-1">
      <Radix.Title className="text-base font-semibold break-words text-ink">{title}</Radix.Title>
      {description !== undefined && (
        <Radix.Description asChild>
          <div className="mt-0.5 text-[13px] text-ink-soft">{description}</div>
        </Radix.Description>
      )}
    </div>
    {!locked && (
      <Radix.Close asChild>
        <IconButton label="Close" className="-mr-2">
          <X aria-hidden />
        </IconButton>
      </Radix.Close>
    )}
  </header>
);

const PanelFoot = ({ children }: { children: ReactNode }) => (
  <footer className="flex flex-col-reverse gap-2 border-t border-line bg-canvas/60 px-5 py-3.5 sm:flex-row sm:items-center sm:justify-end">
    {children}
  </footer>
);
