import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";

/** Safari has no idle callback. */
const SOON_MS = 2_000;

const whenIdle = (run: () => void): (() => void) => {
  if (!("requestIdleCallback" in globalThis)) {
    const timer = setTimeout(run, SOON_MS);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(run);
  return () => cancelIdleCallback(handle);
};

/**
 * Loads the code of every other page once this one is shown. A page whose code cannot be had is a page of the browser's
 * own, and the frame is gone with what it says of the connection.
 */
export const useAllPages = (): void => {
  const router = useRouter();
  useEffect(
    () => whenIdle(() => Object.values(router.routesById).forEach((route) => void router.loadRouteChunk(route))),
    [router],
  );
};
