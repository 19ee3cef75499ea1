import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { type Outputs, useTRPC } from "../../../lib/trpc.ts";

const visibility = {
  subscribe: (notify: () => void) => {
    document.addEventListener("visibilitychange", notify);
    return () => document.removeEventListener("visibilitychange", notify);
  },
  isVisible: () => document.visibilityState === "visible",
};

/** However fast things happen, the page reads no more often. */
const APART_MS = 900;

/** Calls at once, then at most every `APART_MS`, the last call always. */
const useThrottled = (call: () => void): (() => void) => {
  const state = useRef<{ at: number; timer: ReturnType<typeof setTimeout> | undefined }>({ at: 0, timer: undefined });
  const latest = useRef(call);
  useEffect(() => {
    latest.current = call;
  });
  useEffect(() => () => clearTimeout(state.current.timer), []);
  return () => {
    if (state.current.timer !== undefined) return;
    const wait = Math.max(0, state.current.at + APART_MS - performance.now());
    state.current.timer = setTimeout(() => {
      state.current = { at: performance.now(), timer: undefined };
      latest.current();
    }, wait);
  };
};

type Change = Outputs["webhooks"]["endpoints"]["live"] extends AsyncIterable<{ data: infer Told }> ? Told : never;

/** What of a center's changes a page follows. */
export type Follows = (change: Change) => boolean;

export const everything: Follows = () => true;
export const anyEndpoint: Follows = ({ endpointIds, anything }) => anything || endpointIds.length > 0;
export const anEndpoint =
  (id: string): Follows =>
  ({ endpointIds, anything }) =>
    anything || endpointIds.includes(id);

/**
 * Calls `onChange` as what the page follows happens. A hidden tab follows nothing, since a browser has few connections;
 * it catches up as it is shown again. Answers whether it is connected.
 */
export const useLive = (follows: Follows, onChange: () => void): boolean => {
  const trpc = useTRPC();
  const isVisible = useSyncExternalStore(visibility.subscribe, visibility.isVisible);
  const told = useThrottled(onChange);
  const subscription = useSubscription(
    trpc.webhooks.endpoints.live.subscriptionOptions(
      {},
      {
        enabled: isVisible,
        onData: ({ data }) => {
          if (follows(data)) told();
        },
      },
    ),
  );
  return subscription.status === "pending";
};

/** Reads these again, where something shows them. */
export const useRefresh = (...keys: readonly QueryKey[]): (() => void) => {
  const queries = useQueryClient();
  return () => {
    for (const queryKey of keys) void queries.invalidateQueries({ queryKey });
  };
};
