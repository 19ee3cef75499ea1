import type { KeyAdmin } from "@aviationalley/api/platform/api-keys/commands.ts";
import { type Failure, isFailure } from "@aviationalley/api/lib/errors.ts";
import { findLiveCenters } from "@aviationalley/api/modules/centers/queries/centers.ts";
import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { Fault } from "./fault.ts";

/** Whoever may run commands on this machine stands above the roles of every center; the audit log says so. */
export const operator: KeyAdmin = { actor: { kind: "operator" }, address: null, roles: new Set() };

/** What a command returned, or its failure as a line for the operator. */
export const orFault = <Value>(value: Value): Exclude<Value, Failure> => {
  if (isFailure(value)) {
    const { detail, facts } = value;
    const errors = facts.errors?.filter(({ message }) => !detail.includes(message)) ?? [];
    throw new Fault([detail, ...errors.map(({ path, message }) => `${path} ${message}`)].join(" – "));
  }
  return value as Exclude<Value, Failure>; // a Failure has just been thrown
};

export interface ChosenCenter {
  id: CenterId;
  sandboxId: CenterId;
  name: string;
}

/** The live center of this id or name; it may be left out while there is one only. */
export const chooseCenter = async (db: Db, wanted: string | undefined): Promise<ChosenCenter> => {
  const centers = await findLiveCenters(db);
  const names = centers.map(({ name, id }) => `"${name}" (${id})`).join(", ");
  if (centers.length === 0)
    throw new Fault('There is no center yet. Make one: npx aa center create --name "…", or npm start.');
  if (wanted === undefined) {
    const [only] = centers;
    if (only && centers.length === 1) return only;
    throw new Fault(`There are ${centers.length} centers; choose with --center: ${names}`, 2);
  }
  const found = centers.filter(({ id, name }) => id === wanted || name.toLowerCase() === wanted.toLowerCase());
  const [one] = found;
  if (one && found.length === 1) return one;
  if (found.length > 1) throw new Fault(`Several centers are named "${wanted}"; choose by id: ${names}`, 2);
  throw new Fault(`There is no center "${wanted}". There are: ${names}`);
};
