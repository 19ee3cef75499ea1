import type { Actor } from "./actor.ts";
import type { Ledger } from "./clauses.ts";
import { type Struck, strike } from "./faults.ts";
import type { Postgres } from "./postgres.ts";
import { setStage } from "./stage.ts";

export interface Plan {
  readonly folder: string;
  readonly seconds: number;
  readonly seed: number;
  /** API nodes and workers, half of each. */
  readonly nodes: number;
  readonly say: (line: string) => void;
}

export interface Played {
  readonly ledger: Ledger;
  readonly struck: readonly Struck[];
  /** Seconds from the last fault until nothing waited any more; undefined when that did not come about. */
  readonly drained: number | undefined;
}

/** The whole play: the stage is set, faults strike while changes are made, and in the end everything is read. */
export const play = async (plan: Plan, postgres: Postgres, actors: Actor[]): Promise<Played> => {
  const { seconds, seed, say } = plan;
  const stage = await setStage(plan, postgres, actors);
  const { workers, producers } = stage;
  const apis = stage.apis.map((one) => one.actor);
  say(`${apis.length} API nodes, ${workers.length} workers and ${producers.length} producers run; faults begin`);

  const victims = { postgres, workers, apis, producers };
  const first = await strike(victims, `${seed} first`, seconds / 2);
  // Someone subscribes in the midst of it.
  await stage.subscribe({ pattern: "*", temper: "moody" });
  const struck = [...first, ...(await strike(victims, `${seed} second`, seconds / 2))];

  say(`${struck.length} faults; now everything may come to its end`);
  return { ...(await stage.end()), struck };
};
