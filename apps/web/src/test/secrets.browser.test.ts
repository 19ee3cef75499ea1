import { beforeAll, expect, it } from "vitest";
import { type BrowserPage, describeConsole } from "./console.fixture.ts";

const OWNER = "owner@example.com";

/** Everything that a page keeps, or that stays when it is left. */
const TRACES = `JSON.stringify([
  location.href, history.state, { ...localStorage }, { ...sessionStorage }, document.cookie, document.title,
  document.documentElement.outerHTML, [...document.querySelectorAll("input, textarea")].map((one) => one.value),
  performance.getEntries().map((one) => one.name),
])`;

interface Shown {
  what: string;
  path: string;
  procedure: string;
  make: (page: BrowserPage) => Promise<void>;
}

const SHOWN: readonly Shown[] = [
  {
    what: "token",
    path: "/settings/integrations/api-keys?mode=test",
    procedure: "apiKeys.create",
    make: async (page) => {
      await page.getByRole("button", { name: "Create key" }).first().click();
      const form = page.getByRole("dialog");
      await form.getByLabel("Name").fill("A key");
      await form.getByRole("checkbox", { name: /bookings:read/ }).click();
      await form.getByRole("button", { name: "Create key" }).click();
    },
  },
  {
    what: "signing secret",
    path: "/settings/integrations/webhooks?mode=test",
    procedure: "webhooks.endpoints.create",
    make: async (page) => {
      await page.getByRole("button", { name: "Add endpoint" }).first().click();
      const form = page.getByRole("dialog");
      await form.getByLabel("URL").fill("http://127.0.0.1:40999/hook");
      await form.getByRole("checkbox", { name: /^All events/ }).click();
      await form.getByRole("button", { name: "Add endpoint" }).click();
    },
  },
];

describeConsole("what is shown once", (app) => {
  beforeAll(async () => {
    await app.addPerson(OWNER, ["OWNER"]);
  });

  /** Makes it; answers it, and every address and message from then on. */
  const show = async ({ path, procedure, make, what }: Shown) => {
    const { page } = await app.visit();
    await app.signIn(page, OWNER, path);
    const said: string[] = [];
    page.on("request", (request) => said.push(request.url()));
    page.on("console", (message) => said.push(message.text()));
    const [answer] = await Promise.all([page.waitForResponse((one) => one.url().includes(procedure)), make(page)]);
    const value = await page.getByLabel(what, { exact: true }).innerText();
    return { page, value, said, answer };
  };

  it.each(SHOWN)("leaves no trace of a $what, once it was dismissed", async (shown) => {
    const { page, value, said, answer } = await show(shown);
    expect(value).toMatch(/^(aa_test_|whsec_)\S{20,}$/);
    expect(answer.headers()["cache-control"]).toContain("no-store");
    const isKept = async (tab = page): Promise<boolean> => (await tab.evaluate<string>(TRACES)).includes(value);
    expect(await isKept(), "while it is shown, this test sees it").toBe(true);

    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.locator("main#main h1").waitFor();
    expect(await isKept(other), "in a second tab").toBe(false);

    await page.getByRole("button", { name: `Copy ${shown.what}` }).click();
    await page.getByRole("button", { name: "Copied" }).first().waitFor();
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    expect(await isKept(), "after it was dismissed").toBe(false);
    for (const [name, go] of [
      ["after a reload", () => page.reload()],
      ["after going back", () => page.goBack()],
      ["after going forward", () => page.goForward()],
    ] as const) {
      await go();
      await page.locator("main#main h1").waitFor();
      expect(await isKept(), name).toBe(false);
    }
    expect(said.filter((one) => one.includes(value))).toEqual([]);
  });

  it.each(SHOWN)(
    "asks before a $what that was not copied is left: by button, by Escape, by a link, by Back",
    async (shown) => {
      const { page } = await show(shown);
      const asking = page.getByRole("dialog", { name: `Leave without copying the ${shown.what}?` });
      const leaving = [
        () => page.getByRole("button", { name: "Done" }).click(),
        () => page.keyboard.press("Escape"),
        () => page.evaluate(`void self.__TSR_ROUTER__.navigate({ to: "/" })`),
        () => page.evaluate("void history.back()"),
      ];
      for (const leave of leaving) {
        await leave();
        await asking.waitFor();
        await expect.poll(() => asking.evaluate((one) => one.contains(document.activeElement))).toBe(true);
        await page.keyboard.press("Escape");
        await asking.waitFor({ state: "hidden" });
        await page.getByLabel(shown.what, { exact: true }).waitFor();
        await expect.poll(() => page.evaluate("document.activeElement === document.body")).toBe(false);
      }
      await page.getByRole("button", { name: "Done" }).click();
      await asking.getByRole("button", { name: "Leave without it" }).click();
      await page.getByRole("dialog").waitFor({ state: "hidden" });
    },
  );
});
