import type { Db } from "@aviationalley/db/client.ts";
import { LRUCache } from "lru-cache";
import type { Claimed, Turn } from "./claim.ts";
import type { Post } from "./deliver.ts";
import { eventLoader } from "./load-events.ts";
import type { Exhausted } from "./outcome.ts";
import { type Loaded, loadTargets, type Target, type TargetOptions } from "./target.ts";
import { composeBody } from "./wire.ts";

/** A claimed delivery and what to POST for it, or why that cannot be: here, or at all. */
export interface Prepared {
  readonly claimed: Claimed;
  readonly post: Post | Exhausted | { readonly unsendable: string };
}

/** Makes claimed deliveries ready to send. */
export type Prepare = (turns: readonly Turn[]) => Promise<Prepared[]>;

const MOST_TARGETS = 10_000;

/** Secrets are unsealed once for each version of an endpoint, and kept in memory alone. */
export const openPrepare = (db: Db, options: TargetOptions): Prepare => {
  const loadEvents = eventLoader(db);
  const kept = new LRUCache<string, Target>({ max: MOST_TARGETS });

  const targetsOf = async (turns: readonly Turn[]): Promise<ReadonlyMap<string, Loaded>> => {
    const targets = new Map<string, Loaded>();
    const missing: { centerId: string; endpointId: string }[] = [];
    for (const { endpointId, version, claimed } of turns) {
      const known = kept.get(endpointId);
      const [first] = claimed;
      if (known?.version === version) targets.set(endpointId, known);
      else if (first) missing.push({ centerId: first.centerId, endpointId });
    }
    if (missing.length === 0) return targets;
    for (const loaded of await loadTargets(db, missing, options)) {
      targets.set(loaded.endpointId, loaded);
      if ("url" in loaded) kept.set(loaded.endpointId, loaded);
    }
    return targets;
  };

  return async (turns) => {
    const all = turns.flatMap(({ claimed }) => claimed);
    const [targets, events] = await Promise.all([targetsOf(turns), loadEvents(all)]);
    return all.map((claimed) => {
      const target = targets.get(claimed.endpointId);
      const event = events.get(claimed.eventId);
      if (!target) return { claimed, post: { unsendable: "The endpoint no longer exists." } };
      if (!("url" in target)) return { claimed, post: target };
      if (!event) return { claimed, post: { unsendable: "The event is no longer kept." } };
      const { deliveryId } = claimed;
      return {
        claimed,
        post: { target, deliveryId, type: event.type, body: composeBody(deliveryId, event, target.mode) },
      };
    });
  };
};
