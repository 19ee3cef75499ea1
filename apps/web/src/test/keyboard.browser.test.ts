import { type Receiver, startReceiver } from "@aviationalley/testing/receiver.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BrowserPage, describeConsole, PASSWORD } from "./console.fixture.ts";
import { fillSandbox } from "./integrations.fixture.ts";
import { settled } from "./look.fixture.ts";
import { filledPath, pathsOf } from "./paths.fixture.ts";

const OWNER = "owner@example.com";

interface Stop {
  name: string;
  role: string;
  isVisible: boolean;
}

/** What has the focus: its name, and whether one sees that it has it. */
const STOP = `(() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const label = one.labels?.[0]?.innerText ?? "";
  const name = (one.getAttribute("aria-label") || label || one.innerText || one.placeholder || "").trim();
  return {
    name: name.replace(/\\s+/g, " "),
    role: one === document.body ? "body" : one.getAttribute("role") || one.localName,
    isVisible: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== "none",
  };
})()`;

const MOST_STOPS = 160;

describeConsole("without a mouse", (app) => {
  let receiver: Receiver;
  let endpointId = "";

  beforeAll(async () => {
    receiver = await startReceiver();
    await app.addPerson(OWNER, ["OWNER"]);
    const { page } = await app.visit();
    await app.signIn(page, OWNER);
    ({ endpointId } = await fillSandbox(app, page));
  });
  afterAll(() => receiver?.close());

  const stopOf = (page: BrowserPage): Promise<Stop> => page.evaluate<Stop>(STOP);

  /** Tabs on until the focus is at what is named so; every stop on the way must be seen. */
  const tabTo = async (page: BrowserPage, name: string | RegExp): Promise<void> => {
    const met: string[] = [];
    for (let count = 0; count < MOST_STOPS; count++) {
      await page.keyboard.press("Tab");
      const stop = await stopOf(page);
      met.push(stop.name);
      if (stop.role !== "body") expect(stop.isVisible, `focus seen at ${stop.role} "${stop.name}"`).toBe(true);
      if (typeof name === "string" ? stop.name === name : name.test(stop.name)) return;
    }
    throw new Error(`Tab never came to ${name}; it came to ${[...new Set(met)].join(" | ")}`);
  };

  it("signs in", async () => {
    const { page } = await app.visit();
    await app.forgive();
    await page.goto(`${app.origin}/app/`);
    await page.getByLabel("Email").waitFor();
    if ((await stopOf(page)).name !== "Email") await tabTo(page, "Email");
    await page.keyboard.type(OWNER);
    await tabTo(page, "Password");
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: /^Welcome/ }).waitFor();
  });

  it("makes a key, copies its token, and is back where it began", async () => {
    const { page } = await app.visit();
    await app.signIn(page, OWNER, "/settings/integrations/api-keys?mode=test");
    await tabTo(page, "Skip to content");
    await page.keyboard.press("Enter");
    await tabTo(page, "Create key");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Create a test key" }).waitFor();
    await expect.poll(async () => (await stopOf(page)).name).toBe("Name");
    await page.keyboard.type("Typed key");
    await tabTo(page, /bookings:read/);
    await page.keyboard.press("Space");
    await tabTo(page, "Create key");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "The token of Typed key" }).waitFor();
    const token = await page.getByLabel("token", { exact: true }).innerText();
    if ((await stopOf(page)).name !== "Copy token") await tabTo(page, "Copy token");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Copied" }).first().waitFor();
    expect(await page.evaluate("navigator.clipboard.readText()")).toBe(token);
    await tabTo(page, "Done");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await expect.poll(async () => (await stopOf(page)).role, { message: "the focus is not lost" }).not.toBe("body");
  });

  it("adds an endpoint and sends it a test event", async () => {
    const { page } = await app.visit();
    await app.signIn(page, OWNER, "/settings/integrations/webhooks?mode=test");
    await tabTo(page, "Add endpoint");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Add an endpoint" }).waitFor();
    await expect.poll(async () => (await stopOf(page)).name).toMatch(/^URL/);
    await page.keyboard.type(receiver.url);
    await tabTo(page, /^All events/);
    await page.keyboard.press("Space");
    await tabTo(page, "Add endpoint");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Your endpoint is ready" }).waitFor();
    if ((await stopOf(page)).name !== "Copy signing secret") await tabTo(page, "Copy signing secret");
    await page.keyboard.press("Enter");
    // Until it is copied, leaving asks.
    await page.getByRole("button", { name: "Copied" }).first().waitFor();
    await tabTo(page, "Done");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: receiver.url }).waitFor();
    await tabTo(page, "Send test event");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Send a test event" }).waitFor();
    await tabTo(page, "Send");
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByText("Delivered with 200").first().waitFor({ timeout: 30_000 });
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  });

  it("comes to everything on every page, sees where it is, and is caught nowhere", async () => {
    const { page } = await app.visit();
    await app.signIn(page, OWNER);
    for (const path of await pathsOf(page)) {
      await page.goto(`${app.origin}/app${filledPath(path, { endpointId })}?mode=test`);
      await page.locator("main#main h1").waitFor();
      await settled(page);
      const last = page.locator("main").locator("a[href]:visible, button:visible:enabled:not([role=radio])").last();
      if ((await last.count()) === 0) continue;
      await last.evaluate((one) => one.setAttribute("aria-label", "the last stop"));
      await tabTo(page, "the last stop");
    }
  });

  it("moves nothing for those who asked for less motion", async () => {
    const { page } = await app.visit({ reducedMotion: "reduce" });
    await app.signIn(page, OWNER, "/settings/integrations/webhooks?mode=test");
    await page.getByRole("button", { name: "Add endpoint" }).click();
    await page.getByRole("dialog").waitFor();
    const longest = `Math.max(0, ...document.getAnimations().map((one) => one.effect.getComputedTiming().activeDuration))`;
    expect(await page.evaluate<number>(longest)).toBeLessThanOrEqual(1);
  });
});
