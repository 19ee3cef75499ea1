import { createHmac } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { publicDeliveryId } from "@aviationalley/api/platform/webhooks/wire.ts";
import { createWorkOrder } from "@aviationalley/api/modules/work-orders/commands/create.ts";
import { type CenterId, type Db, openDatabase, statement } from "@aviationalley/db/client.ts";
import { emptyDatabase, testDatabase } from "@aviationalley/testing/database.ts";
import { newSimulator, ok } from "@aviationalley/testing/factories.ts";
import { type Received, startReceiver } from "@aviationalley/testing/receiver.ts";
import { until } from "@aviationalley/testing/until.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Acknowledged, apiOf, serviceOver, startProducers } from "./busy-service.fixture.ts";
import { type Facts, letTimePass, readFacts } from "./restored-facts.fixture.ts";

const old = await testDatabase();
const fresh = await emptyDatabase();
const folder = await mkdtemp(join(tmpdir(), "aa-backup-"));
const file = join(folder, "backup.gz");
const [first, second] = [await serviceOver(old.url), await serviceOver(fresh.url)];
/** One subscriber is well; the other refuses everything until the service is restored. */
const [well, down, later] = [await startReceiver(), await startReceiver({ status: 503 }), await startReceiver()];

let token: string;
let center: CenterId;
/** Of the subscribers, in the same order. */
let [wellSecret, wellId, downId] = ["", "", ""];
/** What was acknowledged before the backup began; how much more while it ran. */
let before: readonly Acknowledged[];
let meanwhile: number;
let restored: Db;
let facts: Facts;
/** What the first service sent, by the id under which it did. */
let bodies: ReadonlyMap<string, string>;

const selectSandbox = statement<{ id: CenterId }>("test.sandbox", "select id from centers where mode = 'test'");
const selectEndpoint = statement<{ id: string }>("test.endpoint", "select id from endpoints where url = $1");

const endpointAt = async (url: string): Promise<string> => (await old.db.one(selectEndpoint, [url])).id;

const idOf = ({ headers }: Received): string => String(headers["webhook-id"]);

const subscribe = (url: string) => first.aa("endpoint", "create", "--mode", "test", "--events", "*", "--url", url);

/** A life of the first service, with a backup in the midst of it, and its end. */
beforeAll(async () => {
  await first.aa("center", "create", "--name", "Cascade Flight", "--empty-sandbox");
  center = (await old.db.one(selectSandbox, [])).id;
  token = await first.aa("key", "create", "--mode", "test", "--scopes", "*");
  wellSecret = await subscribe(well.url);
  await subscribe(down.url);
  [wellId, downId] = [await endpointAt(well.url), await endpointAt(down.url)];
  const producers = await startProducers(old.url, center, apiOf(await first.start(), token));
  const { acknowledged } = producers;
  await until(() => acknowledged.length >= 200 && well.received.length >= 100, 60_000);
  before = [...acknowledged];
  await first.aa("backup", file);
  meanwhile = acknowledged.length - before.length;
  const enough = acknowledged.length + 50;
  await until(() => acknowledged.length >= enough, 60_000);
  await producers.stop();
  await first.stop();
  await second.aa("restore", file);
  restored = openDatabase({ url: fresh.url, applicationName: "restored" });
  facts = await readFacts(restored, center);
});
afterAll(async () => {
  await Promise.all([first.close(), second.close(), well.close(), down.close(), later.close(), restored?.close()]);
  await Promise.all([old.drop(), fresh.drop(), rm(folder, { recursive: true })]);
});

describe("a backup that was taken while changes were made", () => {
  it("did not hold them up", () => {
    expect(meanwhile).toBeGreaterThan(0);
  });

  it("has every change that was acknowledged before it began", () => {
    const versions = new Map(facts.things.map(({ id, version }) => [id, version]));
    const missing = before.filter(({ id, version }) => (versions.get(id) ?? 0) < version);
    expect(missing).toEqual([]);
  });

  it("has nothing half: each change with its event, each event with its change", () => {
    const changes = facts.things.flatMap(({ id, version }) =>
      Array.from({ length: version }, (_, index) => `${id} ${index + 1}`),
    );
    const told = facts.events.map(({ subject, version }) => `${subject} ${version}`);
    expect(told.toSorted()).toEqual(changes.toSorted());
  });

  it("has for each event a delivery to each subscriber, and for each that waits its place in the queue", () => {
    const wanted = facts.events.flatMap(({ id }) => [`${id} ${wellId}`, `${id} ${downId}`]);
    expect(facts.deliveries.map(({ event, endpoint }) => `${event} ${endpoint}`).toSorted()).toEqual(wanted.toSorted());
    const odd = facts.deliveries.filter(
      ({ state, attempts, kept, queued }) => queued !== (state === "PENDING") || attempts !== kept,
    );
    expect(odd).toEqual([]);
    expect(facts.queued).toBe(facts.deliveries.filter(({ queued }) => queued).length);
  });

  it("has numbers without a gap", () => {
    expect(facts.numbers.length).toBeGreaterThan(0);
    expect(facts.numbers).toEqual(facts.numbers.map((_, index) => `WO-${String(index + 1).padStart(6, "0")}`));
  });
});

describe("the service over the restored database", () => {
  it("serves, goes on counting, and sends nothing to an endpoint that was paused before it started", async () => {
    for (const id of [wellId, downId]) await second.aa("endpoint", "pause", id);
    await second.aa("endpoint", "create", "--mode", "test", "--events", "*", "--url", later.url);
    down.behave({ status: 200 });
    bodies = new Map([...well.received, ...down.received].map((one) => [idOf(one), one.body]));
    for (const receiver of [well, down]) receiver.forget();
    await letTimePass(restored, center);
    const api = apiOf(await second.start(), token);
    expect(await api("GET", `/bookings?limit=1`)).toMatchObject({ data: [{ centerId: center }] });
    const { id: simulatorId } = await newSimulator(restored, center);
    const opened = ok(await createWorkOrder(restored, center, { simulatorId, title: "Visual system dims" }));
    expect(opened.number).toBe(`WO-${String(facts.numbers.length + 1).padStart(6, "0")}`);
    await until(() => later.received.length === 1);
    expect([well.received, down.received]).toEqual([[], []]);
  });

  it("sends what waited, and nothing else, when endpoints are resumed", async () => {
    for (const id of [wellId, downId]) await second.aa("endpoint", "resume", id);
    await until(async () => (await readFacts(restored, center)).queued === 0, 60_000);
    const settled = new Set(facts.deliveries.flatMap(({ id, queued }) => (queued ? [] : [id])));
    const { deliveries } = await readFacts(restored, center);
    for (const [receiver, id] of [
      [well, wellId],
      [down, downId],
    ] as const) {
      const wanted = deliveries.filter((one) => one.endpoint === id && !settled.has(one.id));
      const got = receiver.received.map(idOf);
      expect(got.toSorted()).toEqual(wanted.map((one) => publicDeliveryId(one.id)).toSorted());
    }
  });

  it("sends what receivers had already under the same id and with the same bytes: they can drop it", () => {
    const again = [...well.received, ...down.received].filter((one) => bodies.has(idOf(one)));
    expect(again.length).toBeGreaterThan(0);
    for (const one of again) expect(one.body).toBe(bodies.get(idOf(one)));
  });

  it("signs with the secrets that receivers know", () => {
    const [one] = well.received;
    const signature = createHmac("sha256", wellSecret)
      .update(one?.body ?? "")
      .digest("hex");
    expect(one?.headers["x-aviationalley-signature"]).toBe(signature);
  });
});
