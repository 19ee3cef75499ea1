import { hash } from "node:crypto";
import type { Flight } from "./schema.ts";

/** What makes two entries the same flight of the same person. */
export type Identity = Pick<
  Flight,
  "userId" | "date" | "tailNumber" | "departure" | "arrival" | "blockOff" | "totalMinutes"
>;

/**
 * The flight, hashed, as it was first logged. A correction leaves it alone, so that a file that is imported again is
 * still known. Two flights may share one (circuits without block times): count them.
 */
export const fingerprintOf = (flight: Identity): string => {
  const { userId, date, tailNumber, departure, arrival, blockOff, totalMinutes } = flight;
  const text = JSON.stringify([userId, date, tailNumber, departure, arrival, blockOff, totalMinutes]);
  return hash("sha256", text, "base64url").slice(0, 22);
};
