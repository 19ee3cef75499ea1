import type { Context } from "../../lib/context.ts";
import type { DestinationPolicy, Judge } from "./destination.ts";
import type { KeyRing } from "./key-ring.ts";
import type { LiveChanges } from "./live.ts";
import type { Subscriber } from "./subscriptions.ts";

/** What handling endpoints needs of the process: its keys, and its way to look at destinations. */
export interface WebhookServices {
  readonly ring: KeyRing;
  readonly judge: Judge;
  /** CIDR ranges where sandboxes, and only they, may be sent to although it is forbidden otherwise. */
  readonly allow: readonly string[];
  /** Where this process serves consoles. */
  readonly live?: LiveChanges;
}

/** A place for services that a process opens after its router was made. */
export interface ServiceHolder {
  provide(services: WebhookServices): void;
  /** Throws until they are provided. */
  get(): WebhookServices;
}

export const holdServices = (): ServiceHolder => {
  let held: WebhookServices | undefined;
  return {
    provide: (services) => void (held = services),
    get() {
      if (!held) throw new Error("This process was started without webhooks.");
      return held;
    },
  };
};

/** Outside production a sandbox reaches receivers on the same machine, unless the setting says otherwise. */
export const allowedRanges = (setting: readonly string[] | undefined, nodeEnv: string): readonly string[] =>
  setting ?? (nodeEnv === "production" ? [] : ["127.0.0.0/8", "::1/128"]);

export const policyFor = ({ allow }: WebhookServices, mode: "live" | "test"): DestinationPolicy => ({ mode, allow });

/** Who handles endpoints; a procedure's context is one. */
export type Keeper = Pick<Context, "actor" | "address" | "roles">;

export const subscriberOf = ({ actor, roles }: Pick<Keeper, "actor" | "roles">): Subscriber =>
  actor.kind === "operator" ? "operator" : roles;

export const keeperName = ({ actor }: Pick<Keeper, "actor">): string =>
  actor.kind === "operator" ? "operator" : actor.name;
