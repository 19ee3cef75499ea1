import { until } from "@aviationalley/testing/until.ts";
import { beforeAll, expect, it } from "vitest";
import { type BrowserPage, describeConsole } from "../../../test/console.fixture.ts";

const AUDIT = "/settings/integrations/audit";

describeConsole("the audit log", (app) => {
  beforeAll(async () => {
    await app.addPerson("owner@example.com", ["OWNER"]);
    await app.addPerson("admin@example.com", ["ADMIN"]);
    await makeKey("owner@example.com", "Owner’s key");
    await makeKey("admin@example.com", "Admin’s key");
  });

  const makeKey = async (email: string, name: string): Promise<void> => {
    const { page } = await app.visit();
    await app.signIn(page, email);
    const data = { name, scopes: ["bookings:read"] };
    const headers = { origin: app.origin };
    const answer = await page.request.post(`${app.origin}/trpc/apiKeys.create`, { data, headers });
    expect(answer.status(), await answer.text()).toBe(200);
  };

  const open = async (wish?: { width: number; scheme: "dark" }) => {
    const visit = await app.visit(wish);
    await app.signIn(visit.page, "owner@example.com", AUDIT);
    await visit.page.getByText("Owner’s key").waitFor();
    return visit;
  };

  const shown = async (page: BrowserPage): Promise<(string | null)[]> =>
    page.getByRole("table", { name: "Audit log" }).locator("tbody tr td:first-child button").allTextContents();

  const choose = async (page: BrowserPage, filter: string, text: string): Promise<void> => {
    await page.getByRole("button", { name: new RegExp(`^${filter}: `) }).click();
    await page.getByPlaceholder("Search…").fill(text);
    await page.keyboard.press("Enter");
  };

  it("is filtered by what was done, by whom and when, in the address", async () => {
    const { page, complaints } = await open();
    expect((await shown(page)).length).toBeGreaterThan(2);
    await choose(page, "What", "API key created");
    await until(async () => (await shown(page)).length === 2);
    await choose(page, "Who", "admin");
    await until(async () => (await shown(page)).length === 1);
    expect((await shown(page))[0]).toContain("Admin’s key");
    await page.reload();
    await page.getByText("Admin’s key").waitFor();
    expect(await shown(page)).toHaveLength(1);
    await page.getByRole("combobox", { name: "Time" }).click();
    await page.getByRole("option", { name: "Last hour" }).click();
    await until(() => new URL(page.url()).searchParams.get("since") === "1h");
    expect(await shown(page)).toHaveLength(1);
    await page.getByRole("combobox", { name: "Time" }).click();
    await page.getByRole("option", { name: "Between…" }).click();
    await page.getByLabel("To", { exact: true }).fill("2020-01-01T00:00");
    await page.getByText("No entry matches").waitFor();
    await page.getByRole("button", { name: "Clear the filters" }).click();
    await page.getByText("Owner’s key").waitFor();
    expect(complaints).toEqual([]);
  });

  it("tells of each deed what was written down, and leads on from it", async () => {
    const { page } = await open({ width: 375, scheme: "dark" });
    const time = page.getByRole("row").filter({ hasText: "Owner’s key" }).locator("time");
    await time.hover();
    await page.getByRole("tooltip").getByText("UTC").first().waitFor();
    await time.click();
    const entry = page.getByRole("dialog", { name: "API key created" });
    await entry.getByText("bookings:read").waitFor();
    await entry.getByText("127.0.0.1").waitFor();
    await entry.getByRole("link", { name: "All by owner" }).click();
    await entry.waitFor({ state: "hidden" });
    await until(async () => (await shown(page)).every((text) => text?.includes("Owner’s key")));
    await page.getByRole("button", { name: /Owner’s key/ }).click();
    await entry.getByRole("link", { name: "Owner’s key" }).click();
    await page.getByRole("dialog", { name: "Owner’s key" }).waitFor();
    expect(new URL(page.url()).pathname).toBe("/app/settings/integrations/api-keys");
  });
});
