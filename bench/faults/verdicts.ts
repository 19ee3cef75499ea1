import { judge, type Verdict } from "../ledger/clauses.ts";
import type { Happened } from "./part.ts";
import type { PartPlayed } from "./run.ts";
import { servedAt } from "./witness.ts";

const WITHIN_MS = 10_000;

/** Milliseconds from a fault's end until every node had served both a read and a write; undefined when one never did. */
export const recoveryOf = ({ seen }: Pick<PartPlayed, "seen">, { over }: Happened): number | undefined => {
  const nodes = [...new Set(seen.map(({ node }) => node))];
  const firsts = nodes.flatMap((node) => ["read", "write"].map((kind) => servedAt(seen, { node, kind, after: over })));
  return firsts.reduce<number | undefined>(
    (last, first) => (last === undefined || first === undefined ? undefined : Math.max(last, first - over)),
    0,
  );
};

/** Milliseconds from a fault's end until a receiver got something again. */
export const deliveryAfter = ({ ledger }: PartPlayed, { over }: Happened): number | undefined => {
  const later = ledger.received.filter(({ at }) => at >= over).map(({ at }) => at - over);
  return later.length === 0 ? undefined : later.reduce((first, ms) => Math.min(first, ms));
};

/** Acknowledged changes that the database does not have: what the page is about. */
export const notKept = ({ ledger }: PartPlayed): number => {
  const versions = new Map(ledger.facts.things.map(({ id, version }) => [id, version]));
  const acknowledged = ledger.produced.flatMap((line) => (line.t === "acknowledged" ? [line] : []));
  return acknowledged.filter(({ id, version }) => (versions.get(id) ?? 0) < version).length;
};

const unclear = ({ part, seen }: PartPlayed): string[] =>
  seen
    .filter(({ outcome }) => {
      if (outcome === "served" || outcome === "unavailable") return false;
      return !(outcome === "closed" && part.mayClose);
    })
    .map(({ node, kind, sentAt, endedAt, outcome }) => {
      const when = new Date(sentAt).toISOString();
      return `${when} ${node}: ${kind} ended after ${endedAt - sentAt} ms: ${outcome}`;
    });

const late = (played: PartPlayed): string[] =>
  played.happened.flatMap((one) => {
    const ms = recoveryOf(played, one);
    return ms !== undefined && ms <= WITHIN_MS ? [] : [`${one.name}: ${ms === undefined ? "never" : `after ${ms} ms`}`];
  });

/** The ledger's clauses, and what a fault adds to them. */
export const verdictsOf = (played: PartPlayed): Verdict[] => [
  {
    promise: `Every node serves again by itself within ${WITHIN_MS / 1_000} s of the fault's end`,
    broken: late(played),
  },
  {
    promise: played.part.mayClose
      ? "Every answer is what was asked for, or a 503 problem with Retry-After"
      : "Every request is answered: with what was asked for, or with a 503 problem with Retry-After",
    broken: unclear(played),
  },
  { promise: "No simulator is booked twice at a time", broken: played.doubleBooked },
  {
    promise: "Nothing waits in the end",
    broken: played.drained === undefined ? ["Deliveries still waited when the patience was over."] : [],
  },
  ...judge(played.ledger),
];
