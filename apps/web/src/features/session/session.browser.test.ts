import { invite } from "@aviationalley/api/modules/centers/commands/invitations.ts";
import { newTwins, ok } from "@aviationalley/testing/factories.ts";
import { beforeAll, expect, it } from "vitest";
import { describeConsole, PASSWORD } from "../../test/console.fixture.ts";

describeConsole("signing in", (app) => {
  const operator = { actor: { kind: "operator" }, address: null, roles: new Set<never>() } as const;

  beforeAll(async () => {
    await app.addPerson("owner@example.com", ["OWNER"]);
    await app.addPerson("viewer@example.com", ["VIEWER"]);
  });

  it("leads to the page that was asked for, asks nothing of other servers, and complains of nothing", async () => {
    const { page, complaints, foreign } = await app.visit();
    await page.goto(`${app.origin}/app/settings/members`);
    await page.getByLabel("Email").fill("owner@example.com");
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Members" }).waitFor();
    await page.getByText("viewer@example.com").waitFor();
    expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
  });

  it("says the same of a wrong password and of an unknown address, and keeps what was typed", async () => {
    const { page } = await app.visit();
    await app.forgive();
    await page.goto(`${app.origin}/app/`);
    for (const email of ["owner@example.com", "nobody@example.com"]) {
      await page.getByLabel("Email").fill(email);
      await page.getByLabel("Password", { exact: true }).fill("a wrong password");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByText("Email address and password do not belong together.").waitFor();
      expect(await page.getByLabel("Email").inputValue()).toBe(email);
    }
  });

  it("rests after too many attempts, and says for how long", async () => {
    const { page } = await app.visit();
    await app.forgive();
    await page.goto(`${app.origin}/app/`);
    await page.getByLabel("Email").fill("owner@example.com");
    const rests = page.getByText(/signing in rests for \d+ seconds/);
    for (let attempt = 0; attempt < 12 && !(await rests.isVisible()); attempt++) {
      await page.getByLabel("Password", { exact: true }).fill(`guess number ${attempt}`);
      const answered = page.waitForResponse(/sign-in\/email/);
      await page.getByRole("button", { name: "Sign in" }).click();
      await answered;
      await page.getByRole("alert").filter({ hasText: /\w/ }).waitFor();
    }
    await rests.waitFor();
    expect(await page.getByRole("button", { name: "Sign in" }).isDisabled()).toBe(true);
    await app.forgive();
  });

  it("asks again in place when the session has ended, and loses nothing that was typed", async () => {
    const { page } = await app.visit();
    await app.signIn(page, "owner@example.com", "/settings/members?mode=test");
    await page.getByRole("button", { name: "Invite a person" }).click();
    const form = page.getByRole("dialog", { name: "Invite a person" });
    await form.getByLabel("Email").fill("late@example.com");
    await page.context().clearCookies();
    await form.getByRole("button", { name: "Make the invitation" }).click();
    const again = page.getByRole("dialog", { name: "Your session has ended" });
    await again.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await again.getByRole("button", { name: "Sign in and go on" }).click();
    await again.waitFor({ state: "hidden" });
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe("/app/settings/members?mode=test");
    expect(await form.getByLabel("Email").inputValue()).toBe("late@example.com");
    await form.getByRole("button", { name: "Make the invitation" }).click();
    await page.getByRole("dialog", { name: "Send this link" }).waitFor();
  });

  it("ends in every tab at once", async () => {
    const { page } = await app.visit();
    await app.signIn(page, "owner@example.com");
    const other = await page.context().newPage();
    await other.goto(`${app.origin}/app/settings/members`);
    await other.getByRole("heading", { name: "Members" }).waitFor();
    await page.getByRole("button", { name: /^Account of/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    for (const tab of [page, other]) await tab.getByRole("heading", { name: "Sign in" }).waitFor();
  });

  it("lets an invited person make an account by the link, whose token leaves the address at once", async () => {
    const draft = { email: "new@example.com", roles: ["DISPATCHER" as const] };
    const { token } = ok(await invite(app.db, operator, app.liveId, draft));
    const { page, complaints } = await app.visit({ width: 375 });
    await page.goto(`${app.origin}/app/invitation#${token}`);
    await page.getByRole("heading", { name: "Join Cascade Flight" }).waitFor();
    expect(page.url()).not.toContain("aai_");
    await page.getByLabel("Your name").fill("New Person");
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Create account and join" }).click();
    await page.getByRole("heading", { name: "Welcome, New" }).waitFor();
    expect(complaints).toEqual([]);
    await page.goto(`${app.origin}/app/invitation#${token}`);
    await page.getByText("This invitation was used, revoked or has expired.").waitFor();
  });

  it("lets somebody with an account join by signing in to it, or at once, and opens the center that was joined", async () => {
    const { page } = await app.visit();
    await app.signIn(page, "viewer@example.com", "/?mode=test");
    const open = async (name: string): Promise<void> => {
      const { liveId } = await newTwins(app.db, { name });
      const { token } = ok(await invite(app.db, operator, liveId, { email: "viewer@example.com", roles: ["ADMIN"] }));
      await page.goto(`${app.origin}/app/invitation#${token}`);
    };
    const isOpened = async (name: string): Promise<void> => {
      await page.getByRole("button", { name: `Center: ${name}. Switch center` }).waitFor();
      expect(await page.locator("html").getAttribute("data-mode")).toBe("live");
    };
    await open("Harbor Air");
    await page.getByRole("button", { name: "Accept the invitation" }).click();
    await isOpened("Harbor Air");
    await page.context().clearCookies();
    await open("Bay Air");
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in and accept" }).click();
    await isOpened("Bay Air");
  });
});
