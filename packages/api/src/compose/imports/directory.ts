import type { CenterTx } from "../../lib/transaction.ts";
import { crewKeys } from "../../modules/crew/reads.ts";
import { simulatorKeys } from "../../modules/devices/reads.ts";
import { traineeKeys } from "../../modules/trainees/reads.ts";
import { fleetKeys } from "./brought.ts";

/** What can be looked up by the keys that people use. */
export type Kind = "simulator" | "aircraft" | "crew member" | "trainee";

export interface Known {
  id: string;
  /** The crew member's person; null for others. */
  userId: string | null;
}

/** Everything in a center that rows refer to, by each of its names: the id, and what people call it. */
export type Directory = Readonly<Record<Kind, ReadonlyMap<string, readonly Known[]>>>;

/** Reads the whole directory at once: a file's rows refer to a few hundred things thousands of times. */
export const readDirectory = async (tx: CenterTx): Promise<Directory> => {
  const simulators = await simulatorKeys(tx, tx.centerId);
  const fleet = await fleetKeys(tx);
  const crew = await crewKeys(tx, tx.centerId);
  const trainees = await traineeKeys(tx, tx.centerId);
  return {
    simulator: indexed(simulators.map(({ id, name }) => [{ id, userId: null }, [id, name]])),
    aircraft: indexed(fleet.map(({ id, tailNumber }) => [{ id, userId: null }, [id, tailNumber]])),
    "crew member": indexed(crew.map((row) => [row, [row.id, row.email, row.employeeNumber]])),
    trainee: indexed(trainees.map(({ id, email }) => [{ id, userId: null }, [id, email]])),
  };
};

const NAMES: Readonly<Record<Kind, string>> = {
  simulator: "name or id",
  aircraft: "tail number or id",
  "crew member": "email, employee number or id",
  trainee: "email or id",
};

/** The one thing that goes by this name, or what is wrong with it. */
export const lookUp = (directory: Directory, kind: Kind, text: string): Known | string => {
  const hits = directory[kind].get(folded(text)) ?? [];
  const [only] = hits;
  if (!only) return `must be the ${NAMES[kind]} of ${kind === "aircraft" ? "an" : "a"} ${kind} of this center`;
  return hits.length === 1
    ? only
    : `names ${hits.length} ${kind}s; give the id of the one that is meant: ${hits.map(({ id }) => id).join(", ")}`;
};

const folded = (text: string): string => text.trim().toLowerCase();

const indexed = (entries: readonly (readonly [Known, readonly string[]])[]): ReadonlyMap<string, readonly Known[]> => {
  const index = new Map<string, Known[]>();
  for (const [{ id, userId }, names] of entries)
    for (const name of new Set(names.map(folded))) {
      const hits = index.get(name);
      if (hits) hits.push({ id, userId });
      else index.set(name, [{ id, userId }]);
    }
  return index;
};
