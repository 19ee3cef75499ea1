import type { CenterId } from "@aviationalley/db/client.ts";
import type { Notifier } from "@aviationalley/db/notify.ts";

/** Workers LISTEN here. The payload names endpoints, comma-separated, or is `*`: look for yourself. */
export const WAKE_CHANNEL = "webhooks";

/** Consoles LISTEN here and above: something that they show of these endpoints is not what it was. */
export const CHANGED_CHANNEL = "webhooks_changed";

/** Consoles LISTEN here too: something happened in these centers that no endpoint subscribes to. */
export const UNMATCHED_CHANNEL = "webhooks_unmatched";

/** 37 bytes an id; NOTIFY carries 7,999. */
const MOST_IDS = 200;

/** More endpoints than these hold, and a worker finds them faster by itself. */
const MOST_MESSAGES = 5;

/** People see no difference below this, and a busy worker settles thousands of times a second. */
const CHANGED_EVERY_MS = 250;

/** Told after each commit which endpoints, or centers, have something new. */
type Ring = (ids: readonly string[]) => void;

const rings = new Set<Ring>();
const changeRings = new Set<Ring>();
const unmatchedRings = new Set<Ring>();

/**
 * Wakes workers for these endpoints. Call it after the commit. A process without a notifier (a script, a test) wakes
 * nobody: workers look once a second anyway.
 */
export const wake = (endpointIds: readonly string[]): void => {
  for (const ring of rings) ring(endpointIds);
};

/** Tells consoles that these endpoints, or what was sent to them, changed. Call it after the commit. */
export const tellChanged = (endpointIds: readonly string[]): void => {
  for (const ring of changeRings) ring(endpointIds);
};

/** Tells consoles that something happened in this center of which nobody is sent anything. Call it after the commit. */
export const tellUnmatched = (centerId: CenterId): void => {
  for (const ring of unmatchedRings) ring([centerId]);
};

/**
 * From now on this process's commits wake the workers of all nodes, by at most one NOTIFY per 5 ms, and its changes
 * reach all consoles. One list for the process, since `emit` is given a transaction and nothing else. Returns how to
 * end it; what was told by then is still handed to the notifier, so close that one afterwards.
 */
export const connectWakeUps = (notifier: Pick<Notifier, "notify">): (() => void) => {
  // All that commits within this turn of the event loop goes into one message.
  const endWakes = connect(notifier, WAKE_CHANNEL, rings, (send) => void setImmediate(send));
  const calmly = (send: () => void): void => void setTimeout(send, CHANGED_EVERY_MS).unref();
  const endChanges = connect(notifier, CHANGED_CHANNEL, changeRings, calmly);
  const endUnmatched = connect(notifier, UNMATCHED_CHANNEL, unmatchedRings, calmly);
  return () => {
    endWakes();
    endChanges();
    endUnmatched();
  };
};

const connect = (
  notifier: Pick<Notifier, "notify">,
  channel: string,
  to: Set<Ring>,
  later: (send: () => void) => void,
): (() => void) => {
  const waiting = new Set<string>();
  const send = (): void => {
    for (const payload of payloads([...waiting])) notifier.notify(channel, payload);
    waiting.clear();
  };
  const ring: Ring = (ids) => {
    if (waiting.size === 0 && ids.length > 0) later(send);
    for (const id of ids) waiting.add(id);
  };
  to.add(ring);
  return () => {
    to.delete(ring);
    send();
  };
};

const payloads = (ids: readonly string[]): string[] => {
  if (ids.length > MOST_IDS * MOST_MESSAGES) return ["*"];
  const messages: string[] = [];
  for (let from = 0; from < ids.length; from += MOST_IDS) messages.push(ids.slice(from, from + MOST_IDS).join(","));
  return messages;
};

/** The endpoints or centers that a message names; none where it says to look for oneself. */
export const readWake = (payload: string): readonly string[] => (payload === "*" ? [] : payload.split(","));
