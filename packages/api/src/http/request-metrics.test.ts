import { readFile } from "node:fs/promises";
import { testDatabase } from "@aviationalley/testing/database.ts";
import { startServer } from "@aviationalley/testing/server.ts";
import { expect, test } from "vitest";
import { openWebhookMetrics } from "../platform/webhooks/metrics.ts";
import { metricsPlugin } from "./metrics.ts";
import { openRequestMetrics } from "./request-metrics.ts";

const DASHBOARD = new URL("../../../../dashboards/aviationalley.json", import.meta.url);

/** A server with `/metrics` as the product composes it. */
const withMetrics = async (look: (origin: string, scrape: () => Promise<string>) => Promise<void>): Promise<void> => {
  const database = await testDatabase();
  const requests = openRequestMetrics();
  const registries = [openWebhookMetrics(database.db).registry, requests.registry];
  const server = await startServer({
    requests,
    plugins: [metricsPlugin({ registries, token: undefined, publicUrl: "https://a.example" })],
  });
  const scrape = async (): Promise<string> => (await fetch(`${server.origin}/metrics`)).text();
  await look(server.origin, scrape);
  await server.close();
  await database.drop();
};

test("every answer is counted under its route, whatever was asked for, and timed", () =>
  withMetrics(async (origin, scrape) => {
    await fetch(`${origin}/readyz`);
    await fetch(`${origin}/api/v1/bookings?limit=5`);
    await fetch(`${origin}/no/such/1`);
    await fetch(`${origin}/no/such/2`, { method: "DELETE" });
    const text = await scrape();
    expect(text).toContain('aa_http_requests_total{method="GET",route="/readyz",status="200"} 1');
    expect(text).toContain('aa_http_requests_total{method="GET",route="/api/v1/bookings",status="401"} 1');
    expect(text).toContain('aa_http_requests_total{method="none",route="none",status="404"} 2');
    expect(text).toContain('aa_http_request_seconds_count{method="GET",route="/readyz"} 1');
  }));

/** The names that may stand in a query, from the text that `/metrics` serves: a histogram has three. */
const servedNames = (text: string): ReadonlySet<string> =>
  new Set(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = "", type]) =>
      type === "histogram" ? ["bucket", "sum", "count"].map((part) => `${name}_${part}`) : [name],
    ),
  );

test("the dashboard asks for metrics that are served, and for all of them", () =>
  withMetrics(async (_origin, scrape) => {
    const served = servedNames(await scrape());
    const dashboard = await readFile(DASHBOARD, "utf8");
    const asked = new Set(dashboard.match(/\baa_\w+/g));
    expect([...asked].filter((name) => !served.has(name))).toEqual([]);
    const families = (names: Iterable<string>): string[] => [
      ...new Set([...names].map((name) => name.replace(/_(bucket|sum|count)$/, ""))),
    ];
    expect(families(asked).toSorted()).toEqual(families(served).toSorted());
  }));

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

test("every panel of the dashboard has a query for each node that is chosen", async () => {
  const { panels } = JSON.parse(await readFile(DASHBOARD, "utf8")) as { panels: readonly Panel[] }; // our own file
  for (const { type, title, targets = [] } of panels.filter((panel) => panel.type !== "row")) {
    expect(targets.length, `${type} ${title}`).toBeGreaterThan(0);
    for (const { expr } of targets) expect(expr, title).toMatch(/\{instance=~"\$instance"[,}]/);
  }
});
