import { fail, type Failure } from "../../lib/errors.ts";
import { plusMs } from "../../lib/time.ts";
import { REST_MS } from "../crew/rules.ts";
import { type CrewRole, isPilot } from "../crew/schema.ts";
import { freeAt, heldUntil, restedAt } from "./rules.ts";
import type { ReserveAssignment } from "./schema.ts";

/**
 * What stands in a window's way among the same person's other windows: an overlap for everyone, and for pilots too
 * little rest. Call with the person locked, else two callers may both find nothing.
 */
export const windowConflict = (
  row: ReserveAssignment,
  others: readonly ReserveAssignment[],
  role: CrewRole,
  history = false,
): Failure | undefined => {
  const standing = others.filter((other) => other.id !== row.id && isStanding(other));
  if (!isStanding(row)) return undefined;
  const overlap = standing.find((other) => other.windowStart < heldUntil(row) && row.windowStart < heldUntil(other));
  if (overlap) return overlapping(row, overlap);
  if (history || !isPilot(role)) return undefined;
  const close = standing.find((other) => lacksRest(row, other));
  return close && restless(row, close);
};

/** One that was released before it began leaves no trace. */
const isStanding = (row: ReserveAssignment): boolean => row.windowStart < freeAt(row);

/**
 * Rest is owed before short-call and airport reserve and before a duty. Long-call reserve by itself is not duty and
 * breaks no rest (14 CFR 117.3); the duty that it leads to does.
 */
const lacksRest = (row: ReserveAssignment, other: ReserveAssignment): boolean => {
  const [first, second] = row.windowStart < other.windowStart ? [row, other] : [other, row];
  const begins = second.type === "LONG_CALL" ? second.reportAt : second.windowStart;
  return burdens(first) && begins !== null && begins < restedAt(first);
};

const burdens = (row: ReserveAssignment): boolean => row.type !== "LONG_CALL" || row.reportAt !== null;

const overlapping = ({ crewMember }: ReserveAssignment, other: ReserveAssignment): Failure =>
  fail(
    "conflict",
    `${crewMember.name} is on reserve from ${other.windowStart} to ${heldUntil(other)} (reserve assignment ${other.id}); ` +
      "windows of one person do not overlap. Choose another window, or release that one first.",
    { conflictingId: other.id },
  );

const restless = ({ crewMember }: ReserveAssignment, other: ReserveAssignment): Failure =>
  fail(
    "conflict",
    `${crewMember.name} needs 10 hours of rest before a reserve period or a duty (14 CFR 117.25(e)), and has reserve assignment ` +
      `${other.id} from ${other.windowStart}, free at ${freeAt(other)}. Keep 10 hours between the two.`,
    { conflictingId: other.id },
  );

/** The span around a window within which other windows matter. */
export const neighborhood = (
  row: Pick<ReserveAssignment, "windowStart">,
  end: string,
): { from: string; to: string } => ({
  from: plusMs(row.windowStart, -REST_MS),
  to: plusMs(end, REST_MS),
});
