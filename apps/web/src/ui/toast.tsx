import { type ComponentType, lazy, Suspense } from "react";
import type { toast as sonner } from "sonner";
import type { Problem } from "../lib/problem.ts";

type Say = typeof sonner;

let ready: (say: Say) => void = () => undefined;
/** What is said before the library is there waits for it. */
const library = new Promise<Say>((resolve) => (ready = resolve));

const withLibrary = (use: (say: Say) => void): void => void library.then(use);

/** Says in passing what was done or failed. What must not be missed belongs into the page. */
export const toast = {
  done: (message: string, description?: string): void => withLibrary((say) => say.success(message, { description })),
  /** A session that ended is asked for in the middle of the page; a toast would only stand in the way. */
  failed: ({ code, title, message }: Problem): void => {
    if (code === "unauthenticated") return;
    withLibrary((say) => say.error(title, { description: message, duration: 8_000 }));
  },
  info: (message: string, description?: string): void => withLibrary((say) => say(message, { description })),
};

type Shown = ComponentType<{ onReady: (say: Say) => void }>;

const Library = lazy(() =>
  import("./toaster.tsx").then(
    ({ SonnerToaster }): { default: Shown } => ({ default: SonnerToaster }),
    // A page without toasts is better than none.
    (): { default: Shown } => ({ default: () => null }),
  ),
);

/** Comes after the page: nothing is said before something was done. */
export const Toaster = () => (
  <Suspense>
    <Library onReady={ready} />
  </Suspense>
);
