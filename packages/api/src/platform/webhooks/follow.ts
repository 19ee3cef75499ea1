import type { Context } from "../../lib/context.ts";
import { fail, FailureError } from "../../lib/errors.ts";
import { ANYTHING, type Change, type LiveChanges } from "./live.ts";

/** Tabs of one person at one node that follow something. A browser holds six connections of a page's origin at most. */
const MOST_STREAMS = 20;

/** Signing out, or losing the role, ends a stream within this and a beat. */
const RECHECK_MS = 4_000;

const open = new Map<string, number>();

const count = (id: string, by: number): number => {
  const now = (open.get(id) ?? 0) + by;
  if (now > 0) open.set(id, now);
  else open.delete(id);
  return now;
};

/**
 * What changes in the caller's center. The first says that anything may have changed, after a lost connection too, so
 * that nothing is missed. Ends when the caller is no longer allowed to: `recheck` then throws.
 */
export async function* followChanges(
  { actor, centerId }: Context,
  live: LiveChanges | undefined,
  signal: AbortSignal,
  recheck: () => Promise<void>,
): AsyncGenerator<Change, void> {
  if (!live) throw new Error("This process was started without live changes.");
  const id = actor.kind === "operator" ? actor.kind : actor.id;
  try {
    if (count(id, 1) > MOST_STREAMS)
      throw new FailureError(fail("rate_limited", "Too many tabs follow this at once. Close some of them."));
    yield ANYTHING;
    let checkedAt = performance.now();
    for await (const change of live.follow(centerId, signal)) {
      if (performance.now() - checkedAt > RECHECK_MS) {
        await recheck();
        checkedAt = performance.now();
      }
      if (change) yield change;
    }
  } finally {
    count(id, -1);
  }
}
