import { useEffect } from "react";
import { toast, Toaster as Sonner } from "sonner";

/** Where toasts appear; `onReady` gets what makes them, once it is there to show them. */
export const SonnerToaster = ({ onReady }: { onReady: (say: typeof toast) => void }) => {
  useEffect(() => onReady(toast), [onReady]);
  return (
    <Sonner
      position="bottom-right"
      closeButton
      style={{ fontFamily: "inherit" }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-start gap-2.5 rounded-lg border border-line bg-surface px-4 py-3 text-sm text-ink shadow-float",
          description: "text-[13px] text-ink-soft",
          success: "[&_[data-icon]]:text-ok-text",
          error: "[&_[data-icon]]:text-bad-text",
          closeButton: "order-last ml-auto text-ink-faint hover:text-ink [&_svg]:size-4",
        },
      }}
    />
  );
};
