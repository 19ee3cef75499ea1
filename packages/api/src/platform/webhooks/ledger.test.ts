import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type CenterId, statement } from "@aviationalley/db/client.ts";
import { seededChance } from "@aviationalley/testing/chance.ts";
import { newEndpoint, RING_TEXT } from "@aviationalley/testing/endpoints.ts";
import { type Behaviour, type Received, type Receiver, startReceiver } from "@aviationalley/testing/receiver.ts";
import { until } from "@aviationalley/testing/until.ts";
import { makeThings, openWebhookRig, type WebhookRig } from "@aviationalley/testing/webhook-rig.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fail } from "../../lib/errors.ts";
import { transaction } from "../../lib/transaction.ts";

const CHILD = fileURLToPath(import.meta.resolve("@aviationalley/testing/worker-child.ts"));
const LEASE_MS = 1_500;
const TIMEOUT_MS = 400;
const WORKERS = 3;
const KILLS = 8;
const PRODUCERS = 2;
const PAUSE_MS = 50;

let rig: WebhookRig;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  rig = await openWebhookRig();
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await rig.close();
});

const spawnWorker = async (): Promise<ChildProcess> => {
  const child = fork(CHILD, [rig.database.url, RING_TEXT, String(LEASE_MS), String(TIMEOUT_MS)], { silent: true });
  children.add(child);
  await once(child, "message");
  return child;
};

const kill = async (child: ChildProcess): Promise<void> => {
  children.delete(child);
  const gone = once(child, "exit");
  child.kill("SIGKILL");
  await gone;
};

const BEHAVIOURS: readonly Behaviour[] = [
  { status: 500 },
  { status: 429, headers: { "retry-after": "1" } },
  { status: 302, headers: { location: "http://127.0.0.1:1/" } },
  "hang",
  "reset",
  "drip",
  "close-early",
  "garbage",
];

/** Misbehaves at random, in all ways; remembers which deliveries it answered with 200. */
const misbehave = (receiver: Receiver, acknowledged: Set<string>, random: () => number): void =>
  receiver.behave((request: Received) => {
    const behaviour = random() < 0.3 ? BEHAVIOURS[Math.floor(random() * BEHAVIOURS.length)] : undefined;
    if (behaviour) return behaviour;
    acknowledged.add(String(request.headers["webhook-id"]));
    return { status: 200 };
  });

/** Commits changes, and rolls back as many, until it is stopped; answers the ids that were committed. */
const produce = async (center: CenterId, going: () => boolean): Promise<string[]> => {
  const committed: string[] = [];
  while (going()) {
    committed.push(...(await makeThings(rig.db, center, 2)));
    await transaction(rig.db, center, async (tx) => {
      await makeThings(tx, center);
      return fail("conflict", "Rolled back on purpose.");
    });
    await new Promise((resolve) => void setTimeout(resolve, PAUSE_MS));
  }
  return committed;
};

const selectLedger = statement<{
  thing: string;
  event: string;
  delivery: string;
  endpoint: string;
  state: string;
  reason: string | null;
}>(
  "test.ledger",
  `select e.data -> 'object' ->> 'id' as thing, e.id as event, d.id as delivery, d.endpoint_id as endpoint, d.state, d.reason
     from events e left join deliveries d on d.event_id = e.id where e.center_id = $1`,
);

const makeAllDue = (): Promise<number> =>
  rig.run(
    "make_due",
    `with open as (update endpoint_states set probe_at = now() where failures >= 10)
     update delivery_queue set due_at = now() - interval '1 second' where lease_token is null and due_at > now()`,
  );

let dueAt = 0;

/** Retries and probes wait for no one here: what is to be waited for is due five times a second. */
const untilWithoutDelays = (holds: () => unknown, milliseconds: number): Promise<void> =>
  until(async () => {
    if (performance.now() - dueAt > 200) {
      dueAt = performance.now();
      await makeAllDue();
    }
    return holds();
  }, milliseconds);

const waiting = (center: CenterId): Promise<number> =>
  rig.run("waiting", "select from delivery_queue where center_id = $1", [center]);

test(
  "workers are killed and receivers misbehave, and every committed change is delivered",
  { timeout: 90_000 },
  async () => {
    const random = seededChance();
    const center = await rig.center();
    const acknowledged = new Set<string>();
    const receivers = await Promise.all([startReceiver(), startReceiver(), startReceiver()]);
    for (const receiver of receivers) misbehave(receiver, acknowledged, random);
    const endpoints = await Promise.all(receivers.map(({ url }) => newEndpoint(rig.db, center, { url })));
    const workers = await Promise.all(Array.from({ length: WORKERS }, spawnWorker));

    let producing = true;
    const produced = Array.from({ length: PRODUCERS }, () => produce(center, () => producing));
    for (let kills = 0; kills < KILLS; kills++) {
      const before = acknowledged.size;
      // Each is killed in the midst of work: after some more were delivered.
      await untilWithoutDelays(() => acknowledged.size > before + 50, 20_000);
      const index = Math.floor(random() * WORKERS);
      const victim = workers[index];
      if (victim) await kill(victim);
      workers[index] = await spawnWorker();
    }
    producing = false;
    const committed = (await Promise.all(produced)).flat();
    await untilWithoutDelays(async () => (await waiting(center)) === 0, 40_000);
    await until(async () => (await rig.leases()) === 0);

    const ledger = await rig.db.many(selectLedger, [center]);
    expect(new Set(ledger.map(({ thing }) => thing)), "each committed change has its event, and no other").toEqual(
      new Set(committed),
    );
    expect(ledger.length, "each event has a delivery to each endpoint").toBe(committed.length * endpoints.length);
    expect(new Set(ledger.map(({ delivery }) => delivery)).size).toBe(ledger.length);
    expect(
      ledger.filter(({ state }) => state !== "DELIVERED"),
      "each is delivered",
    ).toEqual([]);
    const made = new Set(ledger.map(({ delivery }) => `del_${delivery.replaceAll("-", "")}`));
    expect(
      [...made].filter((id) => !acknowledged.has(id)),
      "what is DELIVERED was acknowledged",
    ).toEqual([]);

    const bodies = new Map<string, string>();
    for (const { headers, body } of receivers.flatMap(({ received }) => received)) {
      const id = String(headers["webhook-id"]);
      expect(made.has(id), "nothing is received that was not committed").toBe(true);
      expect(body, "a duplicate has the same bytes").toBe(bodies.get(id) ?? body);
      bodies.set(id, body);
    }
    for (const { id } of endpoints) expect(await rig.state(id)).toMatchObject({ in_flight: 0 });
    await Promise.all([...children].map(kill));
    await Promise.all(receivers.map((receiver) => receiver.close()));
  },
);
