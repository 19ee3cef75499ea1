import { type CenterId, statement } from "@aviationalley/db/client.ts";
import { type Listener, openListener } from "@aviationalley/db/listen.ts";
import { newEndpoint } from "@aviationalley/testing/endpoints.ts";
import { type Receiver, startReceiver } from "@aviationalley/testing/receiver.ts";
import { until } from "@aviationalley/testing/until.ts";
import { makeThings, openWebhookRig, type WebhookRig } from "@aviationalley/testing/webhook-rig.ts";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { joinWorkers, type Membership, WORKERS_CHANNEL } from "./membership.ts";
import type { Worker } from "./worker.ts";

const IDS = Array.from({ length: 200 }, (_, index) => `endpoint ${index}`);

let rig: WebhookRig;
let listener: Listener;
let center: CenterId;
let receiver: Receiver;
const members: Membership[] = [];

beforeAll(async () => {
  rig = await openWebhookRig();
  listener = await openListener({ url: rig.database.url });
});
afterAll(async () => {
  await listener.close();
  await rig.close();
});
beforeEach(async () => {
  center = await rig.center();
  receiver = await startReceiver();
});
afterEach(async () => {
  await rig.rest();
  await receiver.close();
  await Promise.all(members.splice(0).map((one) => one.leave()));
  expect(rig.errors()).toEqual([]);
});

const join = (node: string): Membership => {
  const report = (error: unknown): void => {
    throw error;
  };
  const member = joinWorkers({ db: rig.db, listener, node, heard: { set: () => undefined }, report });
  members.push(member);
  return member;
};

/** How many of all own each of the endpoints. */
const owners = (all: readonly Membership[]): number[] => IDS.map((id) => all.filter((one) => one.owns(id)).length);
const untilShared = (all: readonly Membership[]): Promise<void> =>
  until(() => owners(all).every((count) => count === 1) && all.every((one) => IDS.some((id) => one.owns(id))));

test("a worker that is alone does everything", () => {
  const alone = join("alone");
  expect(owners([alone])).toEqual(IDS.map(() => 1));
});

test("workers share all endpoints, each has its part, and who leaves gives only its own to the others", async () => {
  const [one, two, three] = [join("one"), join("two"), join("three")];
  await untilShared([one, two, three]);
  const before = IDS.filter((id) => one.owns(id));
  await three.leave();
  await untilShared([one, two]);
  expect(before.filter((id) => !one.owns(id))).toEqual([]);
});

test("who cannot do its part hands it over, unless there is nobody else", async () => {
  const [one, two] = [join("one"), join("two")];
  await untilShared([one, two]);
  two.standDown();
  await until(() => IDS.every((id) => one.owns(id) && !two.owns(id)));
  await one.leave();
  await until(() => IDS.every((id) => two.owns(id)));
});

const endListeners = statement<never>(
  "test.end_listeners",
  "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'aviationalley listen'",
);

test("who hears nobody does everything, until it hears the others again", async () => {
  const [one, two] = [join("one"), join("two")];
  await untilShared([one, two]);
  const alone = new Promise<boolean>((resolve) =>
    listener.onDisconnect(() => resolve(IDS.every((id) => one.owns(id) && two.owns(id)))),
  );
  await rig.db.run(endListeners, []);
  expect(await alone).toBe(true);
  await untilShared([one, two]);
});

const heardBy = async ({ metrics }: Worker): Promise<number> => (await metrics.workers.get()).values[0]?.value ?? 0;
const pretend = statement<never>("test.pretend", "select pg_notify($1, name) from unnest($2::text[]) as name");
/** So many that the real worker owns next to nothing. */
const GHOSTS = Array.from({ length: 40 }, (_, index) => `ghost ${index}`);

test("what belongs to workers that are there and do nothing is delivered by another", async () => {
  for (let count = 0; count < 12; count++) await newEndpoint(rig.db, center, { url: receiver.url });
  const worker = rig.work();
  const haunt = (): Promise<number> => rig.db.run(pretend, [WORKERS_CHANNEL, GHOSTS]);
  const ghosts = setInterval(() => void haunt(), 500);
  try {
    await haunt();
    await until(async () => (await heardBy(worker)) === GHOSTS.length + 1);
    await makeThings(rig.db, center, 5);
    await until(() => receiver.received.length === 60);
  } finally {
    clearInterval(ghosts);
  }
});

const selectNodes = statement<{ nodes: number }>(
  "test.nodes",
  "select count(distinct a.node)::int as nodes from attempts a join deliveries d on d.center_id = a.center_id and d.id = a.delivery_id where a.center_id = $1 group by d.event_id order by d.event_id",
);

test("what one change brings several endpoints is sent by one of the workers that hear of it", async () => {
  for (let count = 0; count < 10; count++) await newEndpoint(rig.db, center, { url: receiver.url });
  const workers = [1, 2, 3].map(() => rig.work({ pollMs: 3_600_000 }));
  await until(async () => (await Promise.all(workers.map(heardBy))).every((count) => count === workers.length));
  for (let count = 1; count <= 9; count++) {
    await makeThings(rig.db, center);
    await until(() => receiver.received.length === 10 * count);
  }
  await until(async () => (await rig.leases()) === 0);
  // A worker's first look, by which it takes whatever it finds, may not have been over at the first of them.
  const [, ...later] = await rig.db.many(selectNodes, [center]);
  expect(later.map(({ nodes }) => nodes)).toEqual(Array(8).fill(1));
});
