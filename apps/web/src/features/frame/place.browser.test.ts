import { newTwins } from "@aviationalley/testing/factories.ts";
import { beforeAll, expect, it } from "vitest";
import { type BrowserPage, describeConsole, PASSWORD } from "../../test/console.fixture.ts";

const OWNER = "owner@example.com";
const OTHER = "other@example.com";
const MEMBERS = "/settings/members";

describeConsole("the center and mode that are shown", (app) => {
  beforeAll(async () => {
    await app.addPerson(OWNER, ["OWNER"]);
    await app.addPerson(OTHER, ["OWNER"]);
  });

  /** What the frame shows, once there is one. */
  const modeShown = async (page: BrowserPage): Promise<string | null> => {
    await page.locator("main#main h1").waitFor();
    return page.locator("html").getAttribute("data-mode");
  };

  const fillIn = async (page: BrowserPage, email: string): Promise<void> => {
    await app.forgive();
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
  };

  it("stay in a tab that a link opened, over a reload, and over signing in again", async () => {
    const { page } = await app.visit();
    await app.signIn(page, OWNER, `${MEMBERS}?mode=test`);
    const second = await page.context().newPage();
    const link = await page.getByRole("link", { name: "Account", exact: true }).getAttribute("href");
    await second.goto(new URL(link ?? "", page.url()).href);
    expect(await modeShown(second)).toBe("test");
    await page.context().clearCookies();
    await page.reload();
    await fillIn(page, OWNER);
    await page.getByRole("heading", { name: "Members" }).waitFor();
    expect(await modeShown(page)).toBe("test");
  });

  it("are those of last time where the address names no page, and the live center's on every page else", async () => {
    const { liveId } = await newTwins(app.db, { name: "Harbor Air" });
    const { id, email } = await app.addPerson("both@example.com", ["OWNER"]);
    await app.join(id, ["OWNER"], liveId);
    const { page } = await app.visit();
    await app.signIn(page, email, `${MEMBERS}?center=${liveId}&mode=test`);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.headers()["x-aa-mode"] ?? "none"));
    await page.goto(`${app.origin}/app`);
    expect(await modeShown(page)).toBe("test");
    await page.getByRole("button", { name: /^Center: Harbor Air/ }).waitFor();
    expect(asked, "nothing was read of another place on the way").not.toContain("live");
    await page.goto(`${app.origin}/app${MEMBERS}`);
    expect(await modeShown(page)).toBe("live");
    await page.getByRole("button", { name: /^Center: Cascade Flight/ }).waitFor();
    await page.goto(`${app.origin}/app/`);
    expect(await modeShown(page)).toBe("live");
  });

  it("are found again after signing out and in, by the same person only", async () => {
    const { page } = await app.visit();
    await app.signIn(page, OWNER, `${MEMBERS}?mode=test`);
    const signOut = async (): Promise<void> => {
      await page.getByRole("button", { name: /^Account of/ }).click();
      await page.getByRole("menuitem", { name: "Sign out" }).click();
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
    };
    await signOut();
    await fillIn(page, OWNER);
    expect(await modeShown(page)).toBe("test");
    await page.getByRole("radio", { name: "Live" }).click();
    await page.getByRole("radio", { name: "Test" }).click();
    await signOut();
    await fillIn(page, OTHER);
    expect(await modeShown(page)).toBe("live");
  });
});
