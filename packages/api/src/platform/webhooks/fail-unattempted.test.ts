import { newEndpoint } from "@aviationalley/testing/endpoints.ts";
import { makeThings, openWebhookRig, type WebhookRig } from "@aviationalley/testing/webhook-rig.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { failUnattempted } from "./fail-unattempted.ts";

let rig: WebhookRig;

beforeAll(async () => void (rig = await openWebhookRig()));
afterAll(() => rig.close());

test("what waits for deleted endpoints fails at once, at however many", async () => {
  const center = await rig.center();
  const ids: string[] = [];
  for (let count = 0; count < 5; count++)
    ids.push((await newEndpoint(rig.db, center, { url: "https://hooks.example/" })).id);
  await makeThings(rig.db, center, 3);
  await rig.run(
    "delete",
    "update endpoint_states set status = 'DELETED', held_since = now() where endpoint_id = any($1::uuid[])",
    [ids],
  );
  expect(await failUnattempted(rig.db, Date.now())).toBe(15);
  for (const id of ids) {
    expect(await rig.waiting(id)).toBe(0);
    expect(await rig.deliveries(id)).toMatchObject(Array(3).fill({ state: "FAILED", reason: "endpoint_deleted" }));
  }
});
