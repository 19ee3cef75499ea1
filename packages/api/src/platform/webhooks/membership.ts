import { hash } from "node:crypto";
import { type Db, DatabaseUnavailable, statement } from "@aviationalley/db/client.ts";
import type { Listener } from "@aviationalley/db/listen.ts";
import type { Gauge } from "prom-client";
import { delivers, machineName, type Member, processors, readMember, writeMember } from "./stand-by.ts";

/** Workers tell each other here that they are there; the payload is one of them, or its name after a minus as it goes. */
export const WORKERS_CHANNEL = "webhook_workers";

const BEAT_MS = 1_000;
/** Three beats were lost, or their sender. */
const GONE_MS = 3_500;
const STAND_DOWN_MS = 10_000;

/** Owners that are known are kept for so many endpoints. */
const MOST_KEPT = 50_000;

/**
 * Shares endpoints among the workers that hear each other, so that one of them answers a wake-up that reached all, in
 * batches as large as if it were alone. Only a matter of cost: leases and locks keep deliveries apart, and a worker
 * that hears nobody (no other, a lost connection, a pooler) does everything.
 *
 * Of more workers than their machine has processors, the rest stand by: they would only wait for each other.
 */
export interface Membership {
  /**
   * Whether this worker is the one for the endpoint: the highest of the hashes with it of all that deliver (rendezvous
   * hashing).
   */
  owns(endpointId: string): boolean;
  /** Whether enough others of this machine deliver. */
  standsBy(): boolean;
  /** This worker cannot do its part now; the others have it for ten seconds. */
  standDown(): void;
  /** The others have it from now on. */
  leave(): Promise<void>;
}

/** Of a worker without others. */
export const ALONE: Membership = {
  owns: () => true,
  standsBy: () => false,
  standDown: () => undefined,
  leave: () => Promise.resolve(),
};

export interface MembershipOptions {
  readonly db: Db;
  readonly listener: Listener;
  readonly node: string;
  /** So many workers of this machine deliver, the others stand by; as many as it has processors unless given. */
  readonly perMachine?: number | undefined;
  /** Set to how many workers hear each other, this one included. */
  readonly heard: Pick<Gauge, "set">;
  /** Told when this one begins to stand by, and when it ends. */
  readonly onStandBy?: ((standsBy: boolean) => void) | undefined;
  readonly report: (error: unknown, what: string) => void;
}

const tell = statement<never>("webhooks.tell_workers", "select pg_notify($1, $2)");

export const joinWorkers = (options: MembershipOptions): Membership => {
  const { db, listener, node, perMachine = processors(), heard, onStandBy, report } = options;
  const self: Member = { node, machine: machineName(), since: Date.now(), most: perMachine };
  const seen = new Map<string, { readonly member: Member; readonly at: number }>();
  /** Of those, the names of all that deliver. */
  let delivering: readonly string[] = [];
  let standsBy = false;
  const owned = new Map<string, boolean>();
  let downUntil = -Infinity;
  let left = false;
  let said = Promise.resolve();

  const send = async (payload: string): Promise<void> => {
    try {
      await db.run(tell, [WORKERS_CHANNEL, payload]);
    } catch (error) {
      // Without a database there is nothing to share.
      if (!(error instanceof DatabaseUnavailable)) report(error, "telling other workers");
    }
  };
  /** One after the other: a sign of life behind a good-bye would bring back who has gone. */
  const say = (payload: string): Promise<void> => (said = said.then(() => send(payload)));

  const sayHere = (): void => void say(writeMember(self));

  const changed = (): void => {
    owned.clear();
    heard.set(seen.size);
    const all = [...seen.values()].map(({ member }) => member);
    delivering = all.filter((one) => delivers(one, all)).map((one) => one.node);
    const stands = seen.has(node) && !delivering.includes(node);
    if (stands !== standsBy && !left) onStandBy?.(stands);
    standsBy = stands;
  };

  const see = (member: Member): void => {
    const isNew = !seen.has(member.node);
    seen.set(member.node, { member, at: performance.now() });
    if (!isNew) return;
    changed();
    // A newcomer is not to wait for the next beat to hear of this one.
    if (member.node !== node && performance.now() >= downUntil) sayHere();
  };

  const forget = (name: string): void => {
    if (seen.delete(name)) changed();
  };

  const beat = (): void => {
    const now = performance.now();
    for (const [name, { at }] of seen) if (now - at > GONE_MS) forget(name);
    if (now >= downUntil) sayHere();
  };

  listener.on(WORKERS_CHANNEL, (payload) => {
    if (payload.startsWith("-")) return forget(payload.slice(1));
    const member = readMember(payload);
    // Of itself it hears late; by then it may not be there any more.
    if (!left && (member.node !== node || performance.now() >= downUntil)) see(member);
  });
  listener.onDisconnect(() => {
    seen.clear();
    changed();
  });

  const timer = setInterval(beat, BEAT_MS);
  beat();

  const goAway = (): Promise<void> => {
    forget(node);
    return say(`-${node}`);
  };

  return {
    owns(endpointId) {
      let own = owned.get(endpointId);
      if (own === undefined) {
        if (owned.size >= MOST_KEPT) owned.clear();
        own = highest(delivering, endpointId) === node;
        owned.set(endpointId, own);
      }
      return own || seen.size === 0;
    },
    standsBy: () => standsBy,
    standDown() {
      if (performance.now() < downUntil || left) return;
      downUntil = performance.now() + STAND_DOWN_MS;
      void goAway();
    },
    leave() {
      left = true;
      clearInterval(timer);
      return goAway();
    },
  };
};

const highest = (nodes: readonly string[], endpointId: string): string | undefined => {
  let owner: string | undefined;
  let most = "";
  for (const one of nodes) {
    const weight = hash("sha1", `${one} ${endpointId}`);
    if (weight > most) [owner, most] = [one, weight];
  }
  return owner;
};
