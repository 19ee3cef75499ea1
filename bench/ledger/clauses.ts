import type { DeliveryFact, EventFact, Facts, Thing } from "./facts.ts";
import type { ProducerLine, ReceiverLine, Temper } from "./lines.ts";

/** A subscription: since when, by the database's clock (ms since 1970), it surely held. */
export interface Subscription {
  readonly endpoint: string;
  readonly pattern: string;
  readonly temper: Temper;
  /** Before this instant it did not exist. */
  readonly notBefore: number;
  /** From this instant on it did. */
  readonly since: number;
}

/** All that is known in the end: what producers and receivers noted, and what the database says. */
export interface Ledger {
  readonly facts: Facts;
  readonly produced: readonly ProducerLine[];
  readonly received: readonly ReceiverLine[];
  readonly subscriptions: readonly Subscription[];
  /** Processes that ended although nobody had killed them. */
  readonly collapsed: readonly string[];
}

/** One sentence of the promise; answers what breaks it. */
export interface Clause {
  readonly promise: string;
  readonly broken: (ledger: Ledger) => string[];
}

type Line<T extends ProducerLine["t"]> = Extract<ProducerLine, { t: T }>;

const linesOf = <T extends ProducerLine["t"]>({ produced }: Ledger, t: T): Line<T>[] =>
  produced.filter((line): line is Line<T> => line.t === t);

/** What occurs more than once. */
const repeated = (values: readonly string[]): string[] =>
  [...Map.groupBy(values, (value) => value)].flatMap(([value, all]) =>
    all.length > 1 ? [`${value} (${all.length} times)`] : [],
  );

const thingOfKey = (key: string): string => key.split(" ")[0] ?? key;

const acknowledgedOnce = (ledger: Ledger): string[] => {
  const things = new Map(ledger.facts.things.map((thing) => [thing.id, thing]));
  const acknowledged = linesOf(ledger, "acknowledged");
  const lost = acknowledged.filter(({ id, version, key }) => {
    const thing = things.get(id);
    return !thing || thing.version < version || thing.name !== thingOfKey(key);
  });
  const changes = acknowledged.map(({ id, version, key }) => ({ change: `${id} version ${version}`, key }));
  const shared = [...Map.groupBy(changes, ({ change }) => change)].filter(
    ([, all]) => new Set(all.map(({ key }) => key)).size > 1,
  );
  return [
    ...lost.map(({ key, id, version }) => `${key}: ${id} version ${version} is lost`),
    ...shared.map(([change]) => `${change} was acknowledged under two keys`),
    ...repeated(ledger.facts.things.map(({ name }) => name)).map((name) => `made more than once: ${name}`),
  ];
};

const versionsOf = ({ id, version }: Thing): string[] =>
  Array.from({ length: version }, (_, index) => `${id} version ${index + 1}`);

const changeOf = ({ subject, version }: EventFact): string => `${subject} version ${version}`;

const eventPerChange = ({ facts }: Ledger): string[] => {
  const told = new Set(facts.events.map(changeOf));
  return facts.things.flatMap(versionsOf).filter((change) => !told.has(change));
};

const changePerEvent = ({ facts }: Ledger): string[] => {
  const changes = new Set(facts.things.flatMap(versionsOf));
  const untrue = facts.events.filter((event) => !changes.has(changeOf(event)));
  return [...untrue.map((event) => `${event.id}: ${changeOf(event)}`), ...repeated(facts.events.map(changeOf))];
};

const matches = (pattern: string, type: string): boolean =>
  pattern === "*" || pattern === type || (pattern.endsWith(".*") && type.startsWith(pattern.slice(0, -1)));

const deliveryPerSubscription = ({ facts, subscriptions }: Ledger): string[] => {
  const made = Map.groupBy(facts.deliveries, ({ event, endpoint }) => `${event} to ${endpoint}`);
  return subscriptions.flatMap(({ endpoint, pattern, since, notBefore }) =>
    facts.events.flatMap(({ id, type, at }) => {
      const count = made.get(`${id} to ${endpoint}`)?.length ?? 0;
      const [must, may] = matches(pattern, type) ? [at > since ? 1 : 0, at < notBefore ? 0 : 1] : [0, 0];
      return count < must || count > may ? [`event ${id} (${type}) to ${endpoint}: ${count} deliveries`] : [];
    }),
  );
};

const voidedAbsent = (ledger: Ledger): string[] => {
  const voided = new Set(linesOf(ledger, "void").map(({ key }) => key));
  return ledger.facts.things.flatMap(({ name, id }) => (voided.has(name) ? [`${name}: ${id}`] : []));
};

const eachSettled = ({ facts, subscriptions }: Ledger): string[] => {
  const stubborn = new Set(subscriptions.flatMap((one) => (one.temper === "stubborn" ? [one.endpoint] : [])));
  const isSettled = ({ state, reason, endpoint }: DeliveryFact): boolean =>
    state === "DELIVERED" ? reason === null : state === "FAILED" && reason !== null && stubborn.has(endpoint);
  return [
    ...facts.deliveries.filter((one) => !isSettled(one)).map(({ id, state, reason }) => `${id} ${state} ${reason}`),
    ...facts.queued.map((id) => `${id} is still in the queue`),
  ];
};

const isOk = ({ answer }: ReceiverLine): boolean => answer === "200";

const deliveredIsReceived = ({ facts, received }: Ledger): string[] => {
  const heard = new Set(received.filter(isOk).map(({ delivery, endpoint }) => `${delivery} ${endpoint}`));
  return facts.deliveries
    .filter(({ id, endpoint, state }) => state === "DELIVERED" && !heard.has(`${id} ${endpoint}`))
    .map(({ id }) => id);
};

const failedWasTried = ({ facts, received }: Ledger): string[] => {
  const tried = new Set(received.map(({ delivery }) => delivery));
  const accepted = new Set(received.filter(isOk).map(({ delivery }) => delivery));
  return facts.deliveries
    .filter(({ id, state }) => state === "FAILED" && (!tried.has(id) || accepted.has(id)))
    .map(({ id }) => id);
};

const receivedIsCommitted = ({ facts, received }: Ledger): string[] => {
  const made = new Map(facts.deliveries.map((one) => [one.id, one]));
  return received.flatMap(({ delivery, endpoint, body }) => {
    const fact = made.get(delivery);
    if (!fact) return [`${delivery} was never committed`];
    if (fact.endpoint !== endpoint) return [`${delivery} went to ${endpoint}`];
    return fact.body === body ? [] : [`${delivery} came with other bytes`];
  });
};

const attemptsKept = ({ facts }: Ledger): string[] =>
  facts.deliveries
    .filter(({ attempts, kept, state }) => attempts !== kept || (state === "DELIVERED" && attempts === 0))
    .map(({ id, attempts, kept }) => `${id}: ${attempts} made, ${kept} kept`);

/** The promise, sentence by sentence. */
export const CLAUSES: readonly Clause[] = [
  { promise: "Every acknowledged change is in the database, exactly once", broken: acknowledgedOnce },
  {
    promise: "A write that is sent again under its key is answered, never refused",
    broken: (ledger) => linesOf(ledger, "refused").map(({ key, why }) => `${key}: ${why}`),
  },
  { promise: "What was rolled back never happened", broken: voidedAbsent },
  { promise: "Every committed change, acknowledged or not, has its event", broken: eventPerChange },
  { promise: "Every event is of a committed change, once", broken: changePerEvent },
  {
    promise: "Every event has one delivery to each endpoint subscribed at its instant",
    broken: deliveryPerSubscription,
  },
  { promise: "Every delivery is DELIVERED, or FAILED with its reason", broken: eachSettled },
  { promise: "What is DELIVERED was received and answered with 200", broken: deliveredIsReceived },
  { promise: "What is FAILED was received and never accepted", broken: failedWasTried },
  { promise: "Nothing is received but what was committed, byte for byte, every time", broken: receivedIsCommitted },
  {
    promise: "Every signature verifies, every time",
    broken: ({ received }) => received.filter(({ signed }) => !signed).map(({ delivery }) => delivery),
  },
  { promise: "Every attempt that was settled is kept", broken: attemptsKept },
  {
    promise: "Nothing stays claimed",
    broken: ({ facts }) => [
      ...facts.claims.map((token) => `lease ${token}`),
      ...facts.inFlight.map((id) => `endpoint ${id} counts deliveries in flight`),
    ],
  },
  { promise: "No process ends but by our hand", broken: ({ collapsed }) => [...collapsed] },
];

export interface Verdict {
  readonly promise: string;
  readonly broken: readonly string[];
}

export const judge = (ledger: Ledger): Verdict[] =>
  CLAUSES.map(({ promise, broken }) => ({ promise, broken: broken(ledger) }));
