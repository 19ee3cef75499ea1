import { statement } from "@aviationalley/db/client.ts";
import { newEndpoint } from "@aviationalley/testing/endpoints.ts";
import { openWebhookRig, type WebhookRig } from "@aviationalley/testing/webhook-rig.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { mailNotices } from "./notices.ts";

let rig: WebhookRig;
let id: string;
const mail = mailNotices("https://api.example.com");
const URL_OF_ENDPOINT = "https://hooks.example.com/secret-path";

beforeAll(async () => {
  rig = await openWebhookRig();
});
afterAll(() => rig.close());
beforeEach(async () => {
  ({ id } = await newEndpoint(rig.db, await rig.center(), { url: URL_OF_ENDPOINT, contactEmail: "ops@example.com" }));
});

const mails = (): Promise<{ subject: string; body: string; recipients: string[] }[]> =>
  rig.db.many(
    statement(
      "test.mails",
      "select subject, body, recipients from mail_outbox where strpos(body, $1) > 0 order by created_at",
    ),
    [id],
  );
const set = (text: string): Promise<number> =>
  rig.run(`set_${text}`.slice(0, 50), `update endpoint_states set ${text} where endpoint_id = $1`, [id]);

test("deliveries that failed for good are told in one mail an hour, with their number", async () => {
  await set("failed_unmailed = 3");
  expect(await mail(rig.db)).toBe(1);
  await set("failed_unmailed = 2");
  expect(await mail(rig.db)).toBe(0);
  expect(await rig.state(id)).toMatchObject({ failed_unmailed: 2 });
  await set("mailed_at = now() - interval '61 minutes'");
  expect(await mail(rig.db)).toBe(1);
  expect((await mails()).map(({ subject }) => subject)).toEqual([
    "3 webhook deliveries to hooks.example.com failed",
    "2 webhook deliveries to hooks.example.com failed",
  ]);
});

test("what happens to an endpoint is told at once, to its contact, without the path of its URL", async () => {
  await set("notices = array['GONE']");
  expect(await mail(rig.db)).toBe(1);
  const [one] = await mails();
  expect(one).toMatchObject({
    subject: "The webhook endpoint hooks.example.com was disabled",
    recipients: ["ops@example.com"],
  });
  expect(one?.body).toMatch(new RegExp(`\nhttps://api.example.com/app/settings/integrations/webhooks/${id}\\?center=`));
  expect(one?.body).not.toContain("secret-path");
  const state = await rig.state(id);
  expect(state).toMatchObject({ notices: [] });
  expect(state["told_at"]).not.toBeNull();
});

test("two nodes that tell at once tell once", async () => {
  await set("failed_unmailed = 1");
  const told = await Promise.all([mail(rig.db), mail(rig.db), mail(rig.db)]);
  expect(told.toSorted()).toEqual([0, 0, 1]);
});
