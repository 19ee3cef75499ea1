import { toast as sonner, Toaster as Sonner } from "sonner";
import type { Problem } from "../lib/problem.ts";

/** Says in passing what was done or failed. What must not be missed belongs into the page. */
export const toast = {
  done: (message: string, description?: string) => sonner.success(message, { description }),
  /** A session that ended is asked for in the middle of the page; a toast would only stand in the way. */
  failed: ({ code, title, message }: Problem) =>
    code === "unauthenticated" ? undefined : sonner.error(title, { description: message, duration: 8_000 }),
  info: (message: string, description?: string) => sonner(message, { description }),
};

export const Toaster = () => (
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
