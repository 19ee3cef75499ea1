import type { CenterId } from "@aviationalley/db/client.ts";
import { statement } from "@aviationalley/db/client.ts";
import { openWebhookRig, type WebhookRig } from "@aviationalley/testing/webhook-rig.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../lib/ids.ts";
import { transaction } from "../../lib/transaction.ts";

let rig: WebhookRig;
let center: CenterId;

beforeAll(async () => {
  rig = await openWebhookRig();
  center = await rig.center();
});
afterAll(() => rig.close());

const WAITING = 20_000;
const TOKEN = 1;

/** PostgreSQL keeps a statement's plan from its sixth run on. */
const RUNS_BEFORE_KEPT = 6;

const CALLS = {
  lease_due: (endpoint: string) => `lease_due('{${endpoint}}', '{10}', 2)`,
  end_leases: (endpoint: string, id: string) => `end_leases('{${endpoint}}', '{${id}}', '{${TOKEN}}', '{null}')`,
  return_leases: (endpoint: string, id: string) => `return_leases('{${endpoint}}', '{${id}}', '{${TOKEN}}')`,
};

test.each(Object.entries(CALLS))(
  "%s reads its own rows of a long queue, by a plan that was kept when the queue was empty",
  async (name, call) => {
    await rig.run("empty", "truncate delivery_queue");
    await rig.run("vacuum", "vacuum delivery_queue");
    const [endpoint, id] = [newId(), newId()];
    const plan = await transaction(rig.db, center, async (tx) => {
      const none = statement<object>(`test.none.${name}`, `select from ${call(newId(), newId())}`);
      for (let run = 0; run < RUNS_BEFORE_KEPT; run++) await tx.many(none, []);
      const fill = statement<never>(
        `test.fill.${name}`,
        `insert into delivery_queue (endpoint_id, delivery_id, center_id, event_id, due_at, expires_at, lease_token)
         select $1, case n when 1 then $2 else gen_random_uuid() end, $3, gen_random_uuid(),
                now() - make_interval(secs => n), now(), case when n % 2 = 1 then ${TOKEN} end
           from generate_series(1, ${WAITING}) n`,
      );
      await tx.run(fill, [endpoint, id, center]);
      const explain = `explain (analyze, buffers, timing off, costs off) select from ${call(endpoint, id)}`;
      return tx.many(statement<{ "QUERY PLAN": string }>(`test.explain.${name}`, explain), []);
    });
    const text = plan.map((row) => row["QUERY PLAN"]).join("\n");
    const found = Number(/actual rows=(\d+)/.exec(text)?.[1]);
    const pages = Number(/shared hit=(\d+)/.exec(text)?.[1]);
    expect(found, text).toBe(name === "lease_due" ? 10 : 1);
    // The whole of it has more than 400, and an endpoint's part of the other index 200.
    expect(pages, text).toBeLessThan(100);
  },
);
