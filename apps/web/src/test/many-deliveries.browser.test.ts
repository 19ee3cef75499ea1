import { statement } from "@aviationalley/db/client.ts";
import { beforeAll, expect, it } from "vitest";
import { type BrowserPage, describeConsole } from "./console.fixture.ts";
import { callAs } from "./integrations.fixture.ts";
import { settled, untilTrue } from "./look.fixture.ts";

const OWNER = "owner@example.com";
const MANY = 100_000;
const FEW = 400;
/** As many rows as a page shows at first, and each time that more are asked for. */
const PAGE = 25;

/** Deliveries of the last day; one in a hundred failed. */
const fill = statement<never>(
  "test.many_deliveries",
  `with made as materialized (
     select (lpad(to_hex((extract(epoch from now()) * 1000)::bigint - n * 800::bigint), 12, '0')
              || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid as id,
            now() - n * interval '800 milliseconds' as at, n, n % 100 = 2 as failed
       from generate_series(1, $3::int) n
   ), given_up as (
     insert into failed_deliveries (center_id, endpoint_id, delivery_id, failed_at)
     select $1::uuid, $2::uuid, id, at from made where failed
   )
   insert into deliveries
     (center_id, id, endpoint_id, event_id, type, state, reason, attempts, last_status, created_at, settled_at)
   select $1, id, $2, id, case when n % 2 = 0 then 'booking.created' else 'booking.updated' end,
          case when failed then 'FAILED' else 'DELIVERED' end, case when failed then 'refused' end, 1,
          case when failed then 500 else 200 end, at, at
     from made`,
);
const analyze = statement<never>("test.analyze_deliveries", "analyze deliveries, failed_deliveries");

describeConsole("a long list", (app) => {
  let page: BrowserPage;
  const endpoints: string[] = [];

  beforeAll(async () => {
    await app.addPerson(OWNER, ["OWNER"]);
    ({ page } = await app.visit());
    await app.signIn(page, OWNER);
    const call = await callAs(app, page);
    for (const count of [FEW, MANY]) {
      const url = `http://127.0.0.1:40999/${count}`;
      const { endpoint } = await call.webhooks.endpoints.create.mutate({ url, events: ["mel.*"] });
      await app.db.run(fill, [app.sandboxId, endpoint.id, count]);
      endpoints.push(endpoint.id);
    }
    await app.db.run(analyze, []);
  });

  const rows = () => page.getByRole("table", { name: "Deliveries" }).locator("tbody tr");
  const path = (id: string, search: string) =>
    `${app.origin}/app/settings/integrations/webhooks/${id}?mode=test${search}`;

  /** How long it takes until as many rows are there as should be, in milliseconds. */
  const timed = async (act: () => Promise<unknown>, count: number): Promise<number> => {
    const began = performance.now();
    await act();
    await untilTrue(page, `document.querySelectorAll("table[aria-label=Deliveries] tbody tr").length === ${count}`);
    await settled(page);
    return performance.now() - began;
  };

  /** Opens, reads on five times, filters by state and by event, and looks for one by its id. */
  const read = async (id: string, failed: number): Promise<number[]> => {
    const took = [await timed(() => page.goto(path(id, "")), PAGE)];
    for (let pages = 2; pages <= 6; pages++) {
      const more = page.getByRole("button", { name: "Load more of Deliveries" });
      took.push(await timed(() => more.click(), pages * PAGE));
    }
    const last = (await rows().last().innerText()).match(/del_[0-9a-f]{32}/)?.[0] ?? "none";
    took.push(await timed(() => page.goto(path(id, "&state=FAILED")), failed));
    took.push(await timed(() => page.goto(path(id, "&type=booking.created")), PAGE));
    took.push(await timed(() => page.goto(path(id, `&q=${last}`)), 1));
    return took;
  };

  it("is read and filtered as fast as a short one: 100,000 deliveries beside 400", async () => {
    const [few = "", many = ""] = endpoints;
    await read(few, FEW / 100);
    const short = await read(few, FEW / 100);
    const long = await read(many, PAGE);
    const sum = (times: readonly number[]): number => times.reduce((total, time) => total + time, 0);
    expect(sum(long), `${long.map(Math.round).join()} ms beside ${short.map(Math.round).join()} ms`).toBeLessThan(
      2 * sum(short) + 1_000,
    );
    // No single step stalls: none takes much longer than the slowest of the short list.
    expect(Math.max(...long)).toBeLessThan(3 * Math.max(...short) + 500);
  });

  it("shows as much after a reload as was read, until it is filtered", async () => {
    const { page: reader } = await app.visit();
    await app.signIn(reader, OWNER, path(endpoints.at(-1) ?? "", "").slice(`${app.origin}/app`.length));
    const count = () => reader.getByRole("table", { name: "Deliveries" }).locator("tbody tr").count();
    for (let pages = 1; pages <= 3; pages++) {
      await expect.poll(count).toBe(pages * PAGE);
      if (pages < 3) await reader.getByRole("button", { name: "Load more of Deliveries" }).click();
    }
    await reader.reload();
    await expect.poll(count).toBe(3 * PAGE);
    await reader.getByRole("combobox", { name: "State" }).click();
    await reader.getByRole("option", { name: "Failed" }).click();
    await reader.getByText("Refused with 500").first().waitFor();
    await expect.poll(count).toBe(PAGE);
    expect(new URL(reader.url()).searchParams.has("pages")).toBe(false);
  });
});
