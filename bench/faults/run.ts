import { newSimulator } from "@aviationalley/testing/factories.ts";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Actor } from "../ledger/actor.ts";
import { type Ended, setStage, type Staged } from "../ledger/stage.ts";
import { doubleBooked } from "./double-booked.ts";
import type { Fault, Ground, Happened, Part } from "./part.ts";
import { type Seen, startWitness, type Witness } from "./witness.ts";

/** All that is known of a part when it is over. */
export interface PartPlayed extends Ended {
  readonly part: Part;
  readonly happened: readonly Happened[];
  readonly seen: readonly Seen[];
  readonly doubleBooked: readonly string[];
  readonly version: string;
  readonly settings: string;
}

export interface PartPlan {
  readonly folder: string;
  readonly times: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

const NODES = 4;
const CALM_MS = 3_000;

/** Beyond this nothing recovers by itself any more. */
const LONGEST_RECOVERY_MS = 60_000;

/** One fault, and what follows until all is as before. */
const suffer = async (fault: Fault, staged: Staged, witness: Witness): Promise<Happened> => {
  const from = Date.now();
  await fault.happen(staged);
  const over = Date.now();
  await witness.untilServed(over, LONGEST_RECOVERY_MS);
  const note = (await fault.tidy?.()) ?? "";
  return { name: fault.name, from, over, note };
};

const withWitness = async (staged: Staged, ground: Ground, plan: PartPlan) => {
  const { apis, center, token } = staged;
  const watched = await Promise.all(
    apis.map(async ({ actor, origin }) => {
      const { id: simulatorId } = await newSimulator(ground.house.db, center);
      return { name: actor.name, origin, simulatorId };
    }),
  );
  const witness = await startWitness(watched, token);
  const happened: Happened[] = [];
  try {
    for (let time = 1; time <= plan.times; time++)
      for (const fault of ground.faults) {
        await sleep(CALM_MS);
        plan.say(`${fault.name} (${time} of ${plan.times})`);
        happened.push(await suffer(fault, staged, witness));
      }
    await sleep(CALM_MS);
  } finally {
    await witness.stop();
  }
  return { happened, witness };
};

/** A part from its ground to its end. What it started has ended when it resolves. */
export const playPart = async (part: Part, plan: PartPlan): Promise<PartPlayed> => {
  const { seed, say } = plan;
  const folder = join(plan.folder, part.name);
  await mkdir(folder);
  const actors: Actor[] = [];
  const ground = await part.prepare(folder, say);
  const { house, nodeEnv, version, settings } = ground;
  try {
    const stagePlan = { folder, seed, nodes: NODES, ...(nodeEnv === undefined ? {} : { nodeEnv }) };
    const staged = await setStage(stagePlan, house, actors);
    const { happened, witness } = await withWitness(staged, ground, plan);
    say("now everything may come to its end");
    const { ledger, drained } = await staged.end();
    const produced = [...ledger.produced, ...witness.acknowledged];
    return {
      part,
      version,
      settings,
      happened,
      seen: witness.seen,
      drained,
      ledger: { ...ledger, produced },
      doubleBooked: await doubleBooked(house.db),
    };
  } finally {
    await Promise.all(actors.map((actor) => actor.kill()));
    await ground.close();
  }
};
