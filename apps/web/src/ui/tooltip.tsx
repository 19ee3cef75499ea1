import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

export const TooltipProvider = ({ children }: { children: ReactNode }) => (
  <Radix.Provider delayDuration={250} skipDelayDuration={200}>
    {children}
  </Radix.Provider>
);

export interface TooltipProps {
  /** Adds to what is in sight; what is needed must not stand here alone. */
  content: ReactNode;
  /** One element that takes a ref and attributes. */
  children: ReactNode;
}

export const Tooltip = ({ content, children }: TooltipProps) => (
  <Radix.Root>
    <Radix.Trigger asChild>{children}</Radix.Trigger>
    <Radix.Portal>
      <Radix.Content
        sideOffset={5}
        collisionPadding={8}
        className="z-70 max-w-72 rounded-md bg-ink px-2.5 py-1.5 text-xs text-canvas shadow-float data-[state=delayed-open]:animate-in data-[state=delayed-open]:fade-in-0"
      >
        {content}
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
);
