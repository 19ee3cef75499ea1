import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { earlierValues, withChange } from "../../../lib/changes.ts";
import { type Failure, invalidFields, notFound } from "../../../lib/errors.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { staleVersion, type Target } from "../../../lib/versions.ts";
import { correctRow, findFlightForUpdate } from "../queries.ts";
import { flightFaults } from "../rules.ts";
import type { Flight, FlightCorrection } from "../schema.ts";

/** Replaces fields of an entry and keeps it as it was. What changes nothing is no correction. */
export const correctFlight = (
  db: Db | CenterTx,
  centerId: CenterId,
  { id, expectedVersion }: Target,
  correction: FlightCorrection,
): Promise<Flight | Failure> =>
  transaction(db, centerId, async (tx) => {
    const row = await findFlightForUpdate(tx, id);
    if (!row) return notFound("flight");
    const stale = staleVersion("flight", row, expectedVersion);
    if (stale) return stale;
    const next = withChange(row, correction);
    if (!earlierValues(row, next)) return row;
    const faults = flightFaults(next, tx.now);
    if (faults.length > 0) return invalidFields(faults);
    const saved = { ...next, version: row.version + 1, updatedAt: tx.at };
    await correctRow(tx, saved);
    return saved;
  });
