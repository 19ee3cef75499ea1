import type { AppRouter } from "@aviationalley/api/root.ts";
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink, type TRPCLink } from "@trpc/client";

export interface Place {
  /** The id of the live center. */
  center: string;
  mode: Mode;
}

export type Mode = "live" | "test";

/** Which way a list is read is the cache's affair; the server's inputs are closed and know only the cursor. */
const withoutDirection: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) => {
    if (typeof op.input !== "object" || op.input === null || !("direction" in op.input)) return next(op);
    const { direction: _, ...input } = op.input;
    return next({ ...op, input });
  };

/** Requests of one tick travel together; where that makes the address too long, in several. */
const LONGEST_URL = 6_000;

/** Calls the server for one center and mode; without a place, for whatever is the same everywhere. */
export const createClient = (place?: Place) => {
  const where = place ? { "x-aa-center": place.center, "x-aa-mode": place.mode } : {};
  return createTRPCClient<AppRouter>({
    links: [
      withoutDirection,
      splitLink({
        condition: ({ type }) => type === "subscription",
        // A browser opens a stream without headers of ours; it comes back by itself after a lost connection.
        true: httpSubscriptionLink({ url: "/trpc", connectionParams: where }),
        false: httpBatchLink({ url: "/trpc", maxURLLength: LONGEST_URL, maxItems: 20, headers: where }),
      }),
    ],
  });
};

export type Client = ReturnType<typeof createClient>;
