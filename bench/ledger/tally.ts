import type { Ledger } from "./clauses.ts";

/** The longest time, in seconds, between two neighbours of these instants. */
const longestGap = (instants: readonly number[]): string => {
  const sorted = instants.toSorted((a, b) => a - b);
  const gap = sorted.reduce((most, at, index) => Math.max(most, at - (sorted[index - 1] ?? at)), 0);
  return `${(gap / 1_000).toFixed(1)} s`;
};

const count = (values: Iterable<unknown>): string => String([...values].length);

/** What a run amounted to, as rows of a table. */
export const tally = ({ facts, produced, received }: Ledger): [string, string][] => {
  const of = (t: string) => produced.filter((line) => line.t === t);
  const acknowledged = produced.flatMap((line) => (line.t === "acknowledged" ? [line] : []));
  const known = new Set(acknowledged.map(({ id, version }) => `${id} ${version}`));
  const unknown = facts.events.filter(({ subject, version }) => !known.has(`${subject} ${version}`));
  const accepted = received.filter(({ answer }) => answer === "200");
  const perDelivery = Map.groupBy(accepted, ({ delivery }) => delivery).values();
  const failed = facts.deliveries.filter(({ state }) => state === "FAILED");
  return [
    ["changes acknowledged", String(known.size)],
    ["… after more than one try", count(acknowledged.filter(({ tries }) => tries > 1))],
    ["… by the kept answer of an earlier try", count(acknowledged.filter(({ replayed }) => replayed))],
    ["changes committed whose answer nobody got", String(unknown.length)],
    ["transactions rolled back on purpose", count(of("void"))],
    ["events", String(facts.events.length)],
    ["deliveries", String(facts.deliveries.length)],
    ["… FAILED at their 24 h mark", String(failed.length)],
    ["requests at the receivers", String(received.length)],
    ["… answered as they should not be", String(received.length - accepted.length)],
    [
      "accepted more than once (duplicates that a receiver drops by their id)",
      count([...perDelivery].filter((all) => all.length > 1)),
    ],
    ["longest time without an acknowledged change", longestGap(acknowledged.map(({ at }) => at))],
    ["longest time without a delivery", longestGap(received.map(({ at }) => at))],
  ];
};
