import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { until } from "@aviationalley/testing/until.ts";
import { beforeAll, expect, it } from "vitest";
import { type BrowserPage, describeConsole } from "../../../test/console.fixture.ts";

const KEYS = "/settings/integrations/api-keys";
const TOKEN = /aa_(live|test)_[0-9a-f]{32}/;
const run = promisify(execFile);

describeConsole("API keys", (app) => {
  beforeAll(async () => {
    await app.addPerson("owner@example.com", ["OWNER"]);
    await app.addPerson("admin@example.com", ["ADMIN"]);
  });

  const open = async (email = "owner@example.com", wish?: { width: number }) => {
    const visit = await app.visit(wish);
    await app.signIn(visit.page, email, `${KEYS}?mode=test`);
    return visit;
  };

  const fillForm = async (page: BrowserPage, name: string, scope: string): Promise<void> => {
    await page.getByRole("button", { name: "Create key" }).first().click();
    const form = page.getByRole("dialog", { name: "Create a test key" });
    await form.getByLabel("Name").fill(name);
    await form.getByRole("checkbox", { name: scope }).click();
  };

  /** Makes a key and answers the token, which is in sight and was not copied. */
  const makeKey = async (page: BrowserPage, name: string, scope = "bookings:read"): Promise<string> => {
    await fillForm(page, name, scope);
    await page.getByRole("dialog").getByRole("button", { name: "Create key" }).click();
    return tokenShown(page);
  };

  const tokenShown = async (page: BrowserPage): Promise<string> => {
    const token = await page.getByLabel("token", { exact: true }).textContent();
    expect(token).toMatch(TOKEN);
    return token ?? "";
  };

  const copyAndClose = async (page: BrowserPage): Promise<void> => {
    await page.getByRole("button", { name: "Copy token" }).click();
    await page.getByRole("button", { name: "Copied" }).first().waitFor();
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  };

  const call = async (token: string): Promise<number> =>
    (await fetch(`${app.origin}/api/v1/bookings`, { headers: { authorization: `Bearer ${token}` } })).status;

  const act = async (page: BrowserPage, name: string, action: string): Promise<void> => {
    await page
      .getByRole("row")
      .filter({ hasText: "Active" })
      .getByRole("button", { name: `Actions for ${name}` })
      .click();
    await page.getByRole("menuitem", { name: action }).click();
  };

  it("shows a new token with a command that runs as it is, and then the request that it made", async () => {
    const { page, complaints, foreign } = await open();
    const created = page.waitForResponse(/apiKeys\.create/);
    const token = await makeKey(page, "Billing");
    expect((await created).headers()["cache-control"]).toBe("no-store");
    const command = (await page.getByLabel("curl command", { exact: true }).textContent()) ?? "";
    const { stdout } = await run("sh", ["-c", `${command} -s -o /dev/null -w '%{http_code}'`]);
    expect(stdout).toBe("200");
    expect(await page.getByLabel(".env line", { exact: true }).textContent()).toBe(`AVIATIONALLEY_TOKEN=${token}`);
    await copyAndClose(page);
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(token);
    await page.getByRole("button", { name: "Billing", exact: false }).first().click();
    const log = page.getByRole("dialog").getByRole("table", { name: "Requests" });
    await log.getByText("/api/v1/bookings?limit=3").waitFor();
    expect(await log.getByRole("row").nth(1).textContent()).toMatch(/^GET .*200/);
    await log
      .getByText(/, \d\d:\d\d:\d\d UTC$/)
      .last()
      .waitFor();
    expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
  });

  it("makes one key of two clicks at once", async () => {
    const { page } = await open();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(...request.url().split(/[/,?]/)));
    await fillForm(page, "Twice", "bookings:read");
    await page.getByRole("dialog").getByRole("button", { name: "Create key" }).dblclick();
    await tokenShown(page);
    expect(asked.filter((name) => name === "apiKeys.create")).toHaveLength(1);
  });

  it("asks before a token is lost: on closing, on leading elsewhere, and on unloading", async () => {
    const { page } = await open();
    await makeKey(page, "Almost lost");
    const question = page.getByRole("dialog", { name: "Leave without copying the token?" });
    await page.getByRole("button", { name: "Done" }).click();
    await question.waitFor();
    await page.keyboard.press("Escape");
    await question.waitFor({ state: "hidden" });
    await page.evaluate("history.back()");
    await question.waitFor();
    await page.keyboard.press("Escape");
    await question.waitFor({ state: "hidden" });
    let asked: string | undefined;
    page.once("dialog", (dialog) => {
      asked = dialog.type();
      void dialog.dismiss();
    });
    await page.evaluate("void location.reload()");
    await until(() => asked === "beforeunload");
    await page.getByRole("button", { name: "Done" }).click();
    await question.getByRole("button", { name: "Copy token" }).click();
    await question.waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  });

  it("forgets a token with its dialog: no page, address, storage, tab, reload or Back shows it again", async () => {
    const { page } = await open();
    const token = await makeKey(page, "Seen once");
    expect(page.url()).not.toContain("aa_test_");
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("button", { name: "Leave without it" }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    const seen = async (tab: BrowserPage): Promise<boolean> => {
      const stored = await tab.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state])");
      return `${await tab.content()} ${tab.url()} ${String(stored)}`.includes(token);
    };
    const shown = async (tab: BrowserPage): Promise<void> => {
      await tab.getByRole("table", { name: "API keys" }).getByText("Seen once").waitFor();
      expect(await seen(tab)).toBe(false);
    };
    await shown(page);
    await page.getByRole("link", { name: "Members" }).click();
    await page.getByRole("heading", { name: "Members" }).waitFor();
    await page.goBack();
    await shown(page);
    await page.reload();
    await shown(page);
    const other = await page.context().newPage();
    await other.goto(page.url());
    await shown(other);
  });

  it("gives confidential results, and everything, only after who receives them was named", async () => {
    const { page } = await open();
    for (const [scope, title] of [
      ["dat_results:read", "This key shows confidential test results"],
      ["Everything", "This key may do everything"],
    ] as const) {
      await fillForm(page, `For the auditor: ${scope}`, scope);
      const form = page.getByRole("dialog");
      await form.getByText(title).waitFor();
      const create = form.getByRole("button", { name: "Create key" });
      await form.getByLabel("Who receives them").fill("Dana Reyes");
      await form.getByLabel("What for").fill("Yearly audit");
      expect(await create.isDisabled()).toBe(true);
      await form.getByRole("checkbox", { name: /^I confirm/ }).click();
      await create.click();
      await tokenShown(page);
      await copyAndClose(page);
    }
    await page.goto(`${app.origin}/app/settings/integrations/audit?mode=test`);
    await page.getByRole("button", { name: /For the auditor: dat_results:read/ }).click();
    const entry = page.getByRole("dialog", { name: "API key created" });
    await entry.getByText("Dana Reyes").waitFor();
    expect(await page.content()).not.toMatch(TOKEN);
  });

  it("offers an admin nothing that only an owner gives", async () => {
    const { page } = await open("admin@example.com");
    await page.getByRole("button", { name: "Create key" }).first().click();
    const form = page.getByRole("dialog", { name: "Create a test key" });
    for (const scope of ["dat:read", "dat_results:read", "Everything"])
      expect(await form.getByRole("checkbox", { name: scope }).isDisabled(), scope).toBe(true);
    await form.getByRole("button", { name: "Read all" }).click();
    expect(await form.getByRole("checkbox", { name: "crew:read" }).isChecked()).toBe(true);
    expect(await form.getByRole("checkbox", { name: "dat:read" }).isChecked()).toBe(false);
  });

  it("takes an expiry that is typed by keyboard, digit by digit", async () => {
    const { page, complaints } = await open();
    await fillForm(page, "Until January", "bookings:read");
    const form = page.getByRole("dialog", { name: "Create a test key" });
    await form.getByRole("combobox", { name: "Expires" }).click();
    await page.getByRole("option", { name: "On a date…" }).click();
    const date = form.getByLabel("Last day");
    await date.focus();
    await page.keyboard.type("01312099");
    expect(await date.inputValue()).toBe("2099-01-31");
    await form.getByRole("button", { name: "Create key" }).click();
    await tokenShown(page);
    await copyAndClose(page);
    expect(complaints).toEqual([]);
  });

  it("reissues a token with an overlap in which both work, or with none", async () => {
    const { page } = await open();
    const first = await makeKey(page, "Vendor");
    await copyAndClose(page);
    await act(page, "Vendor", "Reissue…");
    await page.getByRole("combobox", { name: /The old token/ }).click();
    await page.getByRole("option", { name: "Works for 7 more days" }).click();
    await page.getByRole("button", { name: "Reissue key" }).click();
    const second = await tokenShown(page);
    await copyAndClose(page);
    expect([await call(first), await call(second)]).toEqual([200, 200]);
    await page.getByRole("cell", { name: "Replaced", exact: true }).waitFor();
    await act(page, "Vendor", "Reissue…");
    await page.getByRole("combobox", { name: /The old token/ }).click();
    await page.getByRole("option", { name: "Ends at once" }).click();
    await page.getByRole("button", { name: "Reissue key" }).click();
    const third = await tokenShown(page);
    await copyAndClose(page);
    expect([await call(second), await call(third)]).toEqual([401, 200]);
  });

  it("revokes a key once its name was typed", async () => {
    const { page } = await open(undefined, { width: 375 });
    const token = await makeKey(page, "Leaver");
    await copyAndClose(page);
    expect(await call(token)).toBe(200);
    await act(page, "Leaver", "Revoke…");
    const confirm = page.getByRole("dialog", { name: "Revoke Leaver?" });
    await confirm.getByRole("textbox").fill("Leave");
    expect(await confirm.getByRole("button", { name: "Revoke key" }).isDisabled()).toBe(true);
    await confirm.getByRole("textbox").fill("Leaver");
    await page.keyboard.press("Enter");
    await confirm.waitFor({ state: "hidden" });
    expect(await call(token)).toBe(401);
    await page.getByRole("row").filter({ hasText: "Leaver" }).getByText("Revoked").first().waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
  });

  it("says why a key could not be made, and keeps what was typed, as it does when one clicks beside it", async () => {
    const { page } = await open();
    await fillForm(page, "Offline", "crew:read");
    await page.mouse.click(5, 5);
    await page.context().setOffline(true);
    const form = page.getByRole("dialog", { name: "Create a test key" });
    await form.getByRole("button", { name: "Create key" }).click();
    await form.getByRole("alert").getByText("The server cannot be reached").waitFor();
    await page.context().setOffline(false);
    expect(await form.getByLabel("Name").inputValue()).toBe("Offline");
    await form.getByRole("button", { name: "Create key" }).click();
    await tokenShown(page);
    await copyAndClose(page);
  });
});
