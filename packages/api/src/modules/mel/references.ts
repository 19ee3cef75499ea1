import { fail, type Failure } from "../../lib/errors.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { aircraftChoices } from "../devices/reads.ts";
import type { Aircraft } from "../devices/schema.ts";
import type { MelDeferral } from "./schema.ts";

/** What a deferral quotes of its aircraft, or that there is none such in this center (with the aircraft there are). */
export const quote = async (
  tx: CenterTx,
  aircraftId: string,
  fleet: ReadonlyMap<string, Aircraft>,
): Promise<Pick<MelDeferral, "aircraft"> | Failure> => {
  const aircraft = fleet.get(aircraftId);
  if (aircraft) return { aircraft: { id: aircraft.id, tailNumber: aircraft.tailNumber } };
  return fail("unprocessable", `No aircraft ${aircraftId} exists in this center; choose one of \`known\`.`, {
    errors: [{ path: "aircraftId", message: "refers to no aircraft of this center" }],
    known: await aircraftChoices(tx, tx.centerId),
  });
};
