import { ROLES } from "@aviationalley/api/lib/roles.ts";
import { newTwins } from "@aviationalley/testing/factories.ts";
import { beforeAll, expect, it } from "vitest";
import { type BrowserPage, describeConsole } from "../../test/console.fixture.ts";

const KEEPERS = ["OWNER", "ADMIN"];

describeConsole("the console's frame", (app) => {
  beforeAll(async () => {
    await app.addPerson("owner@example.com", ["OWNER"]);
    for (const role of ROLES) await app.addPerson(`${role.toLowerCase()}@roles.example`, [role]);
  });

  const modeShown = (page: BrowserPage) => page.locator("html").getAttribute("data-mode");

  it("switches to the sandbox and back, by the address, and says so on every page", async () => {
    const { page, complaints } = await app.visit();
    await app.signIn(page, "owner@example.com", "/settings/members");
    expect(await modeShown(page)).toBe("live");
    await page.getByRole("radio", { name: "Test" }).click();
    await page.getByText("this is the sandbox").waitFor();
    expect(new URL(page.url()).search).toBe("?mode=test");
    await page.getByRole("link", { name: "Account", exact: true }).click();
    await page.getByRole("heading", { name: "Account" }).waitFor();
    expect(await modeShown(page)).toBe("test");
    expect(new URL(page.url()).search).toBe("?mode=test");
    await page.goBack();
    await page.goBack();
    await page.getByText("this is the sandbox").waitFor({ state: "hidden" });
    await expect.poll(() => modeShown(page)).toBe("live");
    expect(complaints).toEqual([]);
  });

  it("shows a center that the person switched to, and no other's rows", async () => {
    const { liveId } = await newTwins(app.db, { name: "Harbor Air" });
    const { email, id } = await app.addPerson("both@example.com", ["ADMIN"]);
    await app.join(id, ["OWNER"], liveId);
    const { page } = await app.visit();
    await app.signIn(page, email, "/settings/members");
    await page.getByText("owner@example.com").waitFor();
    await page.getByRole("button", { name: /Switch center/ }).click();
    await page.getByRole("menuitemcheckbox", { name: /Harbor Air/ }).click();
    await page.getByRole("button", { name: /^Center: Harbor Air/ }).waitFor();
    await page.getByRole("table", { name: "Members" }).getByText(email).waitFor();
    expect(await page.getByText("owner@example.com").count()).toBe(0);
    expect(new URL(page.url()).searchParams.get("center")).toBe(liveId);
  });

  it("refuses a center that the person is no member of, without a word of it", async () => {
    const { liveId } = await newTwins(app.db, { name: "Secret Air" });
    const { page } = await app.visit();
    await app.signIn(page, "owner@example.com");
    await page.goto(`${app.origin}/app/settings/members?center=${liveId}`);
    await page.getByText("You are not a member of this center").waitFor();
    expect(await page.content()).not.toContain("Secret Air");
  });

  it("opens a page, and drops whatever of its address does not fit", async () => {
    const { page, complaints } = await app.visit();
    const events = "/settings/integrations/events?mode=prod&center=mine&pages=many&since=9y&open=it";
    await app.signIn(page, "owner@example.com", events);
    await page.getByText("No event yet").waitFor();
    expect(await modeShown(page)).toBe("live");
    await page.goto(`${app.origin}/app/settings/integrations/webhooks/not-an-id`);
    await page.getByText("This page does not exist").waitFor();
    expect(complaints).toEqual([]);
    await page.goto(`${app.origin}/app/settings/integrations/webhooks/${crypto.randomUUID()}`);
    await page.getByText("It was deleted, or is of another center").waitFor();
    expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(0);
  });

  it("goes anywhere by the palette, without a mouse", async () => {
    const { page } = await app.visit();
    await app.signIn(page, "owner@example.com");
    const find = async (text: string): Promise<void> => {
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Search or jump to" }).fill(text);
      await page.keyboard.press("Enter");
    };
    await find("people");
    await page.getByRole("heading", { name: "Members" }).waitFor();
    await find("dark");
    await page.locator("html[data-theme=dark]").waitFor();
    await find("sandbox");
    await page.getByRole("heading", { name: "Sandbox", level: 1 }).waitFor();
    await find("switch to test");
    await page.locator("html[data-mode=test]").waitFor();
  });

  it("keeps a chosen theme over a reload, and follows the system else", async () => {
    const { page } = await app.visit({ scheme: "dark" });
    await app.signIn(page, "owner@example.com");
    await page.locator("html[data-theme=dark]").waitFor();
    await page.getByRole("button", { name: /^Account of/ }).click();
    await page.getByRole("menuitemcheckbox", { name: "Light" }).click();
    await page.locator("html[data-theme=light]").waitFor();
    await page.reload();
    await page.locator("html[data-theme=light]").waitFor();
  });

  it("says that one is offline, and when one is back, though one goes to a page that was not open before", async () => {
    const { page } = await app.visit();
    await app.signIn(page, "owner@example.com");
    await page.waitForLoadState("networkidle");
    await page.context().setOffline(true);
    await page.getByText("You are offline.").waitFor();
    await page.getByRole("link", { name: "Members" }).click();
    await page.getByRole("heading", { name: "Members" }).waitFor();
    await page.context().setOffline(false);
    await page.getByText("You are offline.").waitFor({ state: "hidden" });
    await page.getByText("owner@example.com").waitFor();
  });

  it("fits a phone: the menu opens, leads on, and closes; nothing is wider than the screen", async () => {
    const { page } = await app.visit({ width: 375 });
    await app.signIn(page, "owner@example.com");
    for (const name of ["Members", "Mailbox", "Account"]) {
      await page.getByRole("button", { name: "Open the menu" }).click();
      await page.getByRole("dialog", { name: "Menu" }).getByRole("link", { name }).click();
      await page.getByRole("heading", { name, level: 1 }).waitFor();
      await page.getByRole("dialog", { name: "Menu" }).waitFor({ state: "hidden" });
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name).toBe(true);
    }
  });

  it.each(ROLES)("shows a person with the role %s the pages that the role may open, and no more", async (role) => {
    const { page } = await app.visit();
    await app.signIn(page, `${role.toLowerCase()}@roles.example`);
    const pages = await page.getByRole("navigation", { name: "Main" }).getByRole("link").allTextContents();
    const keepers = ["API keys", "Webhooks", "Events", "Audit log", "Sandbox", "Members", "Mailbox"];
    expect(pages).toEqual(KEEPERS.includes(role) ? ["Home", ...keepers, "Account"] : ["Home", "Account"]);
  });
});
