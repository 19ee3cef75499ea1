import { type CenterId, statement } from "@aviationalley/db/client.ts";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { newTwins, ok } from "@aviationalley/testing/factories.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { defineEvent } from "../../lib/events.ts";
import { newId } from "../../lib/ids.ts";
import { HOUR_MS } from "../../lib/time.ts";
import type { Role } from "../../lib/roles.ts";
import { transaction } from "../../lib/transaction.ts";
import { destinationJudge } from "./destination.ts";
import { emit } from "./emit.ts";
import { changeEndpoint, createEndpoint } from "./endpoints.ts";
import { parseKeyRing } from "./key-ring.ts";
import { startRecovery } from "./recover.ts";
import { rotateSecret } from "./rotate.ts";
import type { EndpointChange } from "./schema.ts";
import type { Keeper } from "./services.ts";
import { sendTestEvent } from "./test-event.ts";
import { workRecoveries } from "./work-recoveries.ts";

/** What was made for an endpoint while it got confidential events, after its OWNER has it get others only. */
let database: TestDatabase;
let centerId: CenterId;

const member = (...roles: Role[]) => ({
  actor: { kind: "user", id: newId(), name: "Jo" } as const,
  address: null,
  roles: new Set(roles),
});
const owner = member("OWNER");
const admin = member("ADMIN");
const services = {
  ring: parseKeyRing(`k1:${Buffer.alloc(32, 1).toString("base64")}`) ?? expect.fail("ring"),
  judge: destinationJudge(() => Promise.resolve(["93.184.216.34"])),
  allow: [],
};
const shape = z.object({ id: z.string(), version: z.number() });
const toyMade = defineEvent("toy.made", "A toy was made.", shape);
const tested = defineEvent("dat.test.resulted", "A test has a result.", shape);
const policy = {
  types: [toyMade, tested].map(({ type, summary }) => ({ type, summary })),
  confidential: ["dat."],
  confidants: ["DER"] as const,
};

const happen = (event: typeof toyMade) =>
  transaction(database.db, centerId, (tx) => emit(tx, event, { id: newId(), version: 1 }, null));
const subscribe = async (...events: string[]): Promise<string> =>
  ok(await createEndpoint(database.db, owner, services, policy, centerId, { url: "https://hooks.example/", events }))
    .endpoint.id;
const change = (by: Keeper, id: string, wish: EndpointChange) =>
  changeEndpoint(database.db, by, services, policy, centerId, id, wish);
const rotate = (by: Keeper, id: string) => rotateSecret(database.db, by, services, policy, centerId, id, 0);
const narrow = async (id: string) => ok(await change(owner, id, { events: ["toy.*"] }));
const recover = (by: Keeper, kind: "RECOVER" | "MISSING", endpointId: string) =>
  startRecovery(database.db, by, policy, centerId, {
    kind,
    endpointId,
    since: new Date(Date.now() - HOUR_MS).toISOString(),
  });
const refused = { code: "insufficient_role" };
const elsewhere = { url: "https://elsewhere.example/" };

const settleAll = statement<never>(
  "test.settle_all",
  `with gone as (delete from delivery_queue where endpoint_id = $1 returning *),
        kept as (insert into failed_deliveries select center_id, endpoint_id, delivery_id, now() from gone where $2 = 'FAILED')
   update deliveries d set state = $2, settled_at = now() from gone where d.id = gone.delivery_id`,
);
const settle = (id: string, state: "DELIVERED" | "FAILED") => database.db.run(settleAll, [id, state]);
const statesOf = statement<{ type: string; state: string }>(
  "test.states_by_type",
  "select type, state from deliveries where endpoint_id = $1 order by type",
);

beforeAll(async () => void (database = await testDatabase()));
beforeEach(async () => void ({ liveId: centerId } = await newTwins(database.db)));
afterAll(() => database.drop());

test.each(["PENDING", "FAILED"] as const)(
  "an ADMIN has no confidential delivery that is %s sent elsewhere, nor gets the secret that signs it",
  async (state) => {
    const id = await subscribe("*");
    await happen(tested);
    if (state === "FAILED") await settle(id, state);
    await narrow(id);
    expect(await change(admin, id, elsewhere)).toMatchObject(refused);
    expect(await change(admin, id, { headers: [{ name: "X-Tenant", value: "mine" }] })).toMatchObject(refused);
    expect(await rotate(admin, id)).toMatchObject(refused);
    ok(await change(owner, id, elsewhere));
    await settle(id, "DELIVERED");
    if (state === "FAILED") return;
    ok(await change(admin, id, { url: "https://hooks.example/" }));
    ok(await rotate(admin, id));
  },
);

test("an ADMIN changes nothing while a job is about to make confidential deliveries", async () => {
  await happen(tested);
  const id = await subscribe("*");
  ok(await recover(owner, "MISSING", id));
  await narrow(id);
  expect(await change(admin, id, elsewhere)).toMatchObject(refused);
  await workRecoveries(database.db);
  await settle(id, "DELIVERED");
  ok(await change(admin, id, elsewhere));
});

test("neither other deliveries nor an example of a confidential event keep an ADMIN from a change", async () => {
  const id = await subscribe("toy.*");
  await happen(toyMade);
  const sampleOf = () => ({ id: newId(), version: 1 });
  ok(await sendTestEvent(database.db, admin, sampleOf, centerId, id, tested.type));
  ok(await change(admin, id, elsewhere));
  ok(await rotate(admin, id));
});

test("what failed of confidential types is sent again by who may see it alone", async () => {
  const id = await subscribe("*");
  for (const event of [toyMade, tested]) await happen(event);
  await settle(id, "FAILED");
  ok(await recover(admin, "RECOVER", id));
  expect(await workRecoveries(database.db)).toBe(1);
  expect(await database.db.many(statesOf, [id])).toEqual([
    { type: tested.type, state: "FAILED" },
    { type: toyMade.type, state: "PENDING" },
  ]);
  ok(await recover(member("ADMIN", "DER"), "RECOVER", id));
  expect(await workRecoveries(database.db)).toBe(1);
});
