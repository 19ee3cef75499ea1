import { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { createClient } from "../../lib/trpc-client.ts";
import type { Outputs } from "../../lib/trpc.ts";
import { currentSession } from "./session-api.ts";

/** The frame's own calls, which are of no center: who is signed in. */
const frameClient = createClient();
export const frameQueries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } });
export const ME = ["session.me"] as const;

export type Me = Outputs["session"]["me"];

/**
 * Who is signed in; null for nobody. The session library is asked first: it extends the session's life, and says
 * "nobody" without an error.
 */
export const loadMe = async (): Promise<Me | null> => {
  const session = await currentSession();
  if (session.ok && session.value === null) return null;
  return frameClient.session.me.query({});
};

/** Asks anew who this is: after something was changed that the frame shows. */
export const refreshMe = (): void => void frameQueries.invalidateQueries({ queryKey: ME });

let ended = false;
const listeners = new Set<() => void>();

const set = (next: boolean): void => {
  if (ended === next) return;
  ended = next;
  for (const notify of listeners) notify();
};

/** Some call was answered with "not signed in": the page stays as it is, and asks. */
export const sessionEnded = (): void => set(true);
export const sessionRenewed = (): void => set(false);

export const useSessionEnded = (): boolean =>
  useSyncExternalStore(
    (notify) => {
      listeners.add(notify);
      return () => listeners.delete(notify);
    },
    () => ended,
  );

/** Other tabs of this browser share the cookie: what one does to the session holds in all. */
const tabs = new BroadcastChannel("aviationalley-session");

/** A new document, so that nothing of the former person is left in memory. */
export const startAnew = (): void => location.replace("/app/");

export const tellOtherTabs = (): void => tabs.postMessage("signed-out");

tabs.addEventListener("message", startAnew);
