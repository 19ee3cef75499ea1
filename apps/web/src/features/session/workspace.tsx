import { MutationCache, notifyManager, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { problemOf } from "../../lib/problem.ts";
import { TRPCProvider } from "../../lib/trpc.ts";
import { createClient, type Mode } from "../../lib/trpc-client.ts";
import { sessionEnded } from "./session-state.ts";

// Before the next click is handled, not some time later: the second of two clicks finds its button busy.
notifyManager.setScheduler(queueMicrotask);

const noticeEnd = (error: unknown): void => {
  if (problemOf(error).code === "unauthenticated") sessionEnded();
};

/** Worth another try by itself: the server was not reached, or was away for a moment. What it refused, it refuses again. */
const isPassing = (error: unknown): boolean => ["offline", "unavailable"].includes(problemOf(error).code);

const newQueries = () =>
  new QueryClient({
    queryCache: new QueryCache({ onError: noticeEnd }),
    mutationCache: new MutationCache({ onError: noticeEnd }),
    defaultOptions: {
      queries: { staleTime: 5_000, retry: (failures, error) => failures < 2 && isPassing(error) },
      // Without a connection it fails and says so; it does not wait, to be done when nobody expects it any more.
      // What a mutation answered may be a secret; its component holds it, and the cache forgets it with the component.
      mutations: { retry: false, gcTime: 0, networkMode: "always" },
    },
  });

/** The cache and the calls of one center in one mode: nothing of another is ever shown in it. */
export const Workspace = ({ center, mode, children }: { center: string; mode: Mode; children: ReactNode }) => {
  const { queries, client } = useMemo(
    () => ({ queries: newQueries(), client: createClient({ center, mode }) }),
    [center, mode],
  );
  return (
    <QueryClientProvider client={queries}>
      <TRPCProvider trpcClient={client} queryClient={queries}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
};
