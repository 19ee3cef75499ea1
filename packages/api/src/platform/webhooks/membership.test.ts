import { type CenterId, statement } from "@aviationalley/db/client.ts";
import { type Listener, openListener } from "@aviationalley/db/listen.ts";
import { newEndpoint } from "@aviationalley/testing/endpoints.ts";
import { type Receiver, startReceiver } from "@aviationalley/testing/receiver.ts";
import { until } from "@aviationalley/testing/until.ts";
import { makeThings, openWebhookRig, type WebhookRig } from "@aviationalley/testing/webhook-rig.ts";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { joinWorkers, type Membership, WORKERS_CHANNEL } from "./membership.ts";
import { machineName, writeMember } from "./stand-by.ts";
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

const join = (node: string, perMachine = 100): Membership => {
  const report = (error: unknown): void => {
    throw error;
  };
  const member = joinWorkers({ db: rig.db, listener, node, perMachine, heard: { set: () => undefined }, report });
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

test("of more workers than may deliver on their machine one stands by, and takes the part of whoever leaves", async () => {
  const [one, two, three] = [join("one", 2), join("two", 2), join("three", 2)];
  const all = [one, two, three];
  const standing = (): Membership[] => all.filter((member) => member.standsBy());
  await until(() => standing().length === 1 && owners(all).every((count) => count === 1));
  const [last] = standing();
  expect(IDS.filter((id) => last?.owns(id))).toEqual([]);
  const rest = all.filter((member) => member !== last);
  await rest[0]?.leave();
  await until(() => last?.standsBy() === false);
  await untilShared([...rest.slice(1), ...(last ? [last] : [])]);
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
const GHOSTS = Array.from({ length: 40 }, (_, index) => `ghost-${index}`);

/** Of this machine, and here before everybody else: whoever allows only one to deliver stands by. */
const OLDEST = writeMember({ node: GHOSTS[0] ?? "", machine: machineName(), since: 0, most: 1 });

test.each([
  ["another", 1_000, GHOSTS],
  ["one that stands by", 1, [OLDEST, ...GHOSTS.slice(1)]],
])("what belongs to workers that are there and do nothing is delivered by %s", async (_, perMachine, ghostsSay) => {
  for (let count = 0; count < 12; count++) await newEndpoint(rig.db, center, { url: receiver.url });
  const worker = rig.work({ perMachine });
  const haunt = (): Promise<number> => rig.db.run(pretend, [WORKERS_CHANNEL, ghostsSay]);
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

const countNodes = statement<{ nodes: number }>(
  "test.count_nodes",
  "select count(distinct node)::int as nodes from attempts where center_id = $1",
);

test("one worker of a machine of one processor delivers, and when it stops another does", async () => {
  await newEndpoint(rig.db, center, { url: receiver.url });
  const standing = new Set<number>();
  let workers = [1, 2, 3].map((name) => ({
    name,
    worker: rig.work({ perMachine: 1, onStandBy: (begins) => (begins ? standing.add(name) : standing.delete(name)) }),
  }));
  for (let nodes = 1; nodes <= 3; nodes++) {
    await until(() => standing.size === workers.length - 1);
    for (let count = 1; count <= 5; count++) {
      const before = receiver.received.length;
      await makeThings(rig.db, center);
      await until(() => receiver.received.length === before + 1);
    }
    await until(async () => (await rig.leases()) === 0);
    expect((await rig.db.one(countNodes, [center])).nodes).toBe(nodes);
    const only = workers.find(({ name }) => !standing.has(name));
    workers = workers.filter((one) => one !== only);
    await only?.worker.stop();
  }
});

test("a worker that ends while it stands by does not say that it delivers", async () => {
  const workers = [1, 2].map(() => {
    const said: boolean[] = [];
    return { said, worker: rig.work({ perMachine: 1, onStandBy: (begins) => void said.push(begins) }) };
  });
  const standing = () => workers.find(({ said }) => said.at(-1));
  await until(() => standing() !== undefined);
  const one = standing();
  await one?.worker.stop();
  expect(one?.said.at(-1)).toBe(true);
});
