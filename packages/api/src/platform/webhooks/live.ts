import { setTimeout as sleep } from "node:timers/promises";
import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import type { Listener } from "@aviationalley/db/listen.ts";
import { LRUCache } from "lru-cache";
import { anyOf } from "../../lib/bound-arrays.ts";
import { CHANGED_CHANNEL, readWake, UNMATCHED_CHANNEL, WAKE_CHANNEL } from "./wake.ts";

/** What a console that follows a center is told. */
export interface Change {
  /** Whose deliveries or state changed. */
  endpointIds: string[];
  /** Something happened that no endpoint subscribes to. */
  unmatched: boolean;
  /** Nobody knows what changed: it may be everything. */
  anything: boolean;
}

export const ANYTHING: Change = { endpointIds: [], unmatched: true, anything: true };

/** What happens, and changes of endpoints and their deliveries, from all nodes to whoever follows a center at this one. */
export interface LiveChanges {
  /**
   * Every change of the center until `signal`, at most some a second; undefined as a beat, when there was nothing for
   * a while, so that whoever follows can be looked at anew.
   */
  follow(centerId: CenterId, signal: AbortSignal): AsyncGenerator<Change | undefined, void>;
  /** Ends all. */
  close(): void;
}

interface Follower {
  readonly changed: Set<string>;
  unmatched: boolean;
  anything: boolean;
  wakeUp: () => void;
}

const BEAT_MS = 5_000;
/** A page that follows reads anew at each change. */
const APART_MS = 300;
const MOST_KNOWN = 50_000;

const selectCenters = statement<{ id: string; centerId: CenterId }>(
  "webhooks.centers_of_endpoints",
  `select endpoint_id as id, center_id as "centerId" from endpoint_states where endpoint_id = ${anyOf("$1::uuid[]")}`,
);

/**
 * One LISTEN a node for however many consoles. Messages name endpoints, whose centers are looked up once; nothing is
 * read for a message while nobody follows.
 */
export const openLiveChanges = (
  db: Db,
  listener: Pick<Listener, "on" | "onDisconnect" | "connected">,
  report: (error: unknown, what: string) => void,
): LiveChanges => {
  const followers = new Map<CenterId, Set<Follower>>();
  const centers = new LRUCache<string, CenterId>({ max: MOST_KNOWN });
  const ended = new AbortController();

  const tellAll = (): void => {
    for (const those of followers.values())
      for (const one of those) {
        one.anything = true;
        one.wakeUp();
      }
  };

  const hear = async (payload: string): Promise<void> => {
    if (followers.size === 0) return;
    const ids = readWake(payload);
    if (ids.length === 0) return tellAll();
    const unknown = ids.filter((id) => !centers.has(id));
    if (unknown.length > 0)
      for (const { id, centerId } of await db.many(selectCenters, [unknown])) centers.set(id, centerId);
    for (const id of ids) {
      const centerId = centers.get(id);
      for (const one of (centerId && followers.get(centerId)) ?? []) {
        one.changed.add(id);
        one.wakeUp();
      }
    }
  };
  const hearUnmatched = (payload: string): void => {
    const ids = new Set(readWake(payload));
    if (ids.size === 0) return tellAll();
    for (const [centerId, those] of followers) {
      if (!ids.has(centerId)) continue;
      for (const one of those) {
        one.unmatched = true;
        one.wakeUp();
      }
    }
  };
  const listen = (payload: string): void => {
    hear(payload).catch((error: unknown) => {
      report(error, "telling consoles what changed");
      tellAll();
    });
  };
  listener.on(WAKE_CHANNEL, listen);
  listener.on(CHANGED_CHANNEL, listen);
  listener.on(UNMATCHED_CHANNEL, hearUnmatched);

  const join = (centerId: CenterId): Follower => {
    const one: Follower = { changed: new Set(), unmatched: false, anything: false, wakeUp: () => undefined };
    const those = followers.get(centerId) ?? new Set();
    followers.set(centerId, those.add(one));
    return one;
  };
  const leave = (centerId: CenterId, one: Follower): void => {
    const those = followers.get(centerId);
    those?.delete(one);
    if (those?.size === 0) followers.delete(centerId);
  };

  /** Waits for a change, or for a beat. */
  const wait = (one: Follower, ms: number, signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        one.wakeUp = () => undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener("abort", done);
      one.wakeUp = done;
      if (signal.aborted || isNews(one)) done();
    });

  const take = (one: Follower): Change | undefined => {
    // Messages are missed while nothing listens.
    if (!listener.connected) one.anything = true;
    if (!isNews(one)) return undefined;
    const { unmatched, anything } = one;
    const change = anything ? ANYTHING : { endpointIds: [...one.changed], unmatched, anything };
    one.unmatched = false;
    one.anything = false;
    one.changed.clear();
    return change;
  };

  return {
    async *follow(centerId, caller) {
      const signal = AbortSignal.any([caller, ended.signal]);
      const one = join(centerId);
      try {
        while (!signal.aborted) {
          await wait(one, BEAT_MS, signal);
          if (signal.aborted) return;
          yield take(one);
          await pause(APART_MS, signal);
        }
      } finally {
        leave(centerId, one);
      }
    },
    close: () => ended.abort(),
  };
};

const isNews = ({ changed, unmatched, anything }: Follower): boolean => anything || unmatched || changed.size > 0;

/** Ends early, and quietly, with `signal`. */
const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined);
