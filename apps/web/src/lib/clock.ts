import { useSyncExternalStore } from "react";

/** How far the server's clock is ahead of this computer's, in milliseconds. */
let ahead = 0;

/** Computers' clocks are wrong by minutes; a countdown to a retry is the server's affair. */
export const setServerTime = (now: string): void => {
  const difference = Date.parse(now) - Date.now();
  // A second or two is the way of the answer, not a wrong clock.
  ahead = Math.abs(difference) > 3_000 ? difference : 0;
};

/** The server's time in milliseconds, as well as it is known. */
export const serverNow = (): number => Date.now() + ahead;

const subscribers = (period: number) => (notify: () => void) => {
  const timer = setInterval(notify, period);
  return () => clearInterval(timer);
};

const bySpan = new Map<number, (notify: () => void) => () => void>();

const subscribeTo = (period: number) => {
  const known = bySpan.get(period) ?? subscribers(period);
  bySpan.set(period, known);
  return known;
};

/** The server's time, rounded down to `period` milliseconds; the component is drawn anew each time it changes. */
export const useNow = (period: number): number =>
  useSyncExternalStore(subscribeTo(period), () => Math.floor(serverNow() / period) * period);
