import { expect, it } from "vitest";
import { type BrowserPage, describeConsole, PASSWORD } from "../../../test/console.fixture.ts";

const ACCOUNT = "/settings/account";
const NEXT = "another battery staple";

describeConsole("one's own account", (app) => {
  /** The same person in two browsers. */
  const openTwice = async (email: string) => {
    await app.addPerson(email, ["OWNER"]);
    const visits = [await app.visit(), await app.visit()] as const;
    // The first one sees both.
    for (const { page } of visits.toReversed()) await app.signIn(page, email, ACCOUNT);
    return visits;
  };

  const sessions = (page: BrowserPage) => page.getByRole("listitem").filter({ hasText: "signed in" });

  const tryPassword = async (page: BrowserPage, email: string, password: string): Promise<void> => {
    await app.forgive();
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
  };

  it("changes the password to who knows the present one, and ends the sessions elsewhere", async () => {
    const email = "password@example.com";
    const [{ page }, { page: elsewhere }] = await openTwice(email);
    await expect.poll(() => sessions(page).count()).toBe(2);
    await page.getByLabel("Current password", { exact: true }).fill("not the password");
    await page.getByLabel("New password", { exact: true }).fill(NEXT);
    const change = page.getByRole("button", { name: "Change password" });
    await change.click();
    await page.getByText("The current password is not right.").waitFor();
    expect(await page.getByLabel("New password", { exact: true }).inputValue(), "what was typed").toBe(NEXT);

    await page.getByLabel("Current password", { exact: true }).fill(PASSWORD);
    await change.click();
    await page.getByText("Other sessions were signed out.").waitFor();
    expect(await page.getByLabel("New password", { exact: true }).inputValue(), "no password is left").toBe("");
    await expect.poll(() => sessions(page).allTextContents()).toEqual([expect.stringContaining("This browser")]);

    await elsewhere.reload();
    await tryPassword(elsewhere, email, PASSWORD);
    await elsewhere.getByText("Email address and password do not belong together.").waitFor();
    await tryPassword(elsewhere, email, NEXT);
    await elsewhere.getByRole("heading", { name: "Account" }).waitFor();
  });

  it("ends one session, which is asked to sign in again at its next step, and no other", async () => {
    const [{ page }, { page: elsewhere }] = await openTwice("one@example.com");
    await expect.poll(() => sessions(page).count()).toBe(2);
    expect(await sessions(page).filter({ hasText: "This browser" }).getByRole("button").count()).toBe(0);
    await page.getByRole("button", { name: /^Sign out .+ on / }).click();
    await page.getByText("Session ended").waitFor();
    await expect.poll(() => sessions(page).allTextContents()).toEqual([expect.stringContaining("This browser")]);
    await elsewhere.getByRole("link", { name: "Members", exact: true }).click();
    await elsewhere.getByRole("dialog", { name: "Your session has ended" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { name: "Account" }).waitFor();
  });

  it("ends all sessions but this one at once", async () => {
    const [{ page }, { page: elsewhere }] = await openTwice("all@example.com");
    await page.getByRole("button", { name: "Sign out everywhere else" }).click();
    await page.getByText("Signed out everywhere else").waitFor();
    await expect.poll(() => sessions(page).allTextContents()).toEqual([expect.stringContaining("This browser")]);
    await elsewhere.reload();
    await elsewhere.getByRole("heading", { name: "Sign in" }).waitFor();
  });
});
