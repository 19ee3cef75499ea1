import { execFileSync } from "node:child_process";
import { openBrowser } from "@aviationalley/testing/chromium.ts";
import { type Receiver, startReceiver } from "@aviationalley/testing/receiver.ts";
import { until } from "@aviationalley/testing/until.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BrowserPage, describeInBrowser, type Visit, visit } from "./console.fixture.ts";
import { type FirstStart, startForTheFirstTime } from "./first-start.fixture.ts";
import { settled, snap } from "./look.fixture.ts";

const SLOW = { timeout: 30_000 };

describeInBrowser("a newcomer's first hour", () => {
  let server: FirstStart;
  let receiver: Receiver;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let seen: Visit;
  let page: BrowserPage;
  let step = 0;

  beforeAll(async () => {
    receiver = await startReceiver();
    server = await startForTheFirstTime();
    browser = await openBrowser();
    seen = await visit(browser, server.origin);
    page = seen.page;
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await receiver?.close();
  });

  const shot = async (name: string): Promise<void> => {
    await settled(page);
    await snap(page, `journey ${String(++step).padStart(2, "0")} ${name}`);
  };
  const dialog = (name: string | RegExp) => page.getByRole("dialog", { name });
  const press = (name: string | RegExp) => page.getByRole("button", { name }).first().click();
  const follow = (name: string) => page.getByRole("navigation", { name: "Main" }).getByRole("link", { name }).click();
  const deliveries = () => page.getByRole("table", { name: "Deliveries" });

  it("begins with the credentials that the first start printed", async () => {
    await page.goto(`${server.origin}/app`);
    await page.getByLabel("Email").fill(server.email);
    await page.getByLabel("Password", { exact: true }).fill(server.password);
    await shot("sign in");
    await press("Sign in");
    await page.getByRole("heading", { name: /^Welcome/ }).waitFor(SLOW);
    await shot("home");
    await page.getByRole("radio", { name: "Test" }).click();
    await page.getByText("this is the sandbox").waitFor();
    await shot("home of the sandbox");
  });

  it("makes a test key, whose curl line runs as it is, and whose request is seen", async () => {
    await follow("API keys");
    await press("Create key");
    const form = dialog("Create a test key");
    await form.getByLabel("Name").fill("My first program");
    await form.getByRole("checkbox", { name: /bookings:read/ }).click();
    await shot("create key");
    await form.getByRole("button", { name: "Create key" }).click();
    const shown = dialog(/^The token of/);
    const line = await shown.getByLabel("curl command", { exact: true }).innerText(SLOW);
    await shot("token");
    const answer: unknown = JSON.parse(execFileSync("sh", ["-c", line], { encoding: "utf8", stdio: "pipe" }));
    expect(answer).toMatchObject({ data: expect.arrayContaining([expect.anything()]) });
    await shown.getByRole("button", { name: "Copy token" }).click();
    await shown.getByRole("button", { name: "Copied" }).first().waitFor();
    await shown.getByRole("button", { name: "Done" }).click();
    await page.getByRole("table", { name: "API keys" }).getByText("My first program").click();
    await dialog("My first program").getByRole("table", { name: "Requests" }).getByText("200").first().waitFor(SLOW);
    await shot("requests of the key");
    await page.keyboard.press("Escape");
  });

  it("adds an endpoint and sees a test event delivered to it", async () => {
    await follow("Webhooks");
    await press("Add endpoint");
    const form = dialog("Add an endpoint");
    await form.getByLabel("URL").fill(receiver.url);
    await form.getByLabel("Search events").fill("booking.created");
    await form.getByRole("checkbox", { name: "booking.created" }).click();
    await shot("add endpoint");
    await form.getByRole("button", { name: "Add endpoint" }).click();
    const shown = dialog("Your endpoint is ready");
    await shown.getByRole("button", { name: "Copy signing secret" }).click(SLOW);
    await shown.getByRole("button", { name: "Copied" }).first().waitFor();
    await shot("secret");
    await shown.getByRole("button", { name: "Done" }).click();
    await press("Send test event");
    await shot("send a test event");
    await dialog("Send a test event").getByRole("button", { name: "Send" }).click();
    await page.getByRole("dialog").getByText("Delivered with 200").first().waitFor(SLOW);
    await shot("delivered");
    expect(receiver.received).toHaveLength(1);
    expect(receiver.received[0]?.headers).toMatchObject({ "webhook-signature": expect.stringContaining("v1,") });
    await page.keyboard.press("Escape");
  });

  it("watches retries count down while the receiver is broken, and the delivery arrive once it is mended", async () => {
    receiver.behave({ status: 500, body: "out of order" });
    await press("Send test event");
    await dialog("Send a test event").getByRole("button", { name: "Send" }).click();
    const drawer = page.getByRole("dialog");
    await drawer.getByText(/Next attempt in/).waitFor(SLOW);
    await drawer.getByText("out of order").waitFor(SLOW);
    const countdown = drawer.getByRole("listitem").filter({ hasText: "Next attempt in" });
    const first = await countdown.innerText();
    await until(async () => (await countdown.innerText()) !== first);
    await shot("the next attempt counts down");
    await drawer.getByRole("button", { name: /^#2/ }).waitFor(SLOW);
    await shot("tried again");
    receiver.behave({ status: 200, body: "ok" });
    await drawer.getByText("Delivered with 200").first().waitFor({ timeout: 45_000 });
    await shot("delivered after all");
    await page.keyboard.press("Escape");
  });

  it("recovers what was given up, after a day in which the receiver was broken", async () => {
    receiver.behave({ status: 500, body: "out of order" });
    await press("Send test event");
    await dialog("Send a test event").getByRole("button", { name: "Send" }).click();
    await page
      .getByRole("dialog")
      .getByText(/Next attempt in/)
      .waitFor(SLOW);
    await server.endTheDay();
    await page.getByRole("dialog").getByText("Failed", { exact: true }).waitFor({ timeout: 45_000 });
    await shot("given up");
    await page.keyboard.press("Escape");
    receiver.behave({ status: 200, body: "ok" });
    await press("Recover");
    await shot("recover");
    await dialog("Recover deliveries").getByRole("button", { name: "Start" }).click();
    await page.getByText(/^1 sent/).waitFor({ timeout: 45_000 });
    await until(async () => (await deliveries().getByText("Delivered", { exact: true }).count()) === 3, 30_000);
    await shot("recovered");
    expect(receiver.received.at(-1)?.body).toContain("booking.created");
  });

  it("was troubled by nothing on the way", () => {
    expect({ complaints: seen.complaints, foreign: seen.foreign }).toEqual({ complaints: [], foreign: [] });
  });
});
