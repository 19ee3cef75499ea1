import { type Receiver, startReceiver } from "@aviationalley/testing/receiver.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BrowserPage, describeConsole, PASSWORD } from "../../../test/console.fixture.ts";
import { fail } from "../../../test/failing.fixture.ts";
import { callAs } from "../../../test/integrations.fixture.ts";

describeConsole("webhooks", (app) => {
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await startReceiver();
    await app.addPerson("owner@example.com", ["OWNER"]);
    await app.addPerson("viewer@example.com", ["VIEWER"]);
  });
  afterAll(() => receiver?.close());

  const LIST = "/settings/integrations/webhooks?mode=test";
  const deliveries = (page: BrowserPage) => page.getByRole("table", { name: "Deliveries" });

  /** Adds an endpoint by the form, up to where its secret is shown. */
  const addEndpoint = async (page: BrowserPage): Promise<string> => {
    await page.getByRole("button", { name: "Add endpoint" }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("URL").fill(receiver.url);
    await dialog.getByLabel("Search events").fill("booking");
    await dialog.getByLabel(/^Booking/).click();
    await dialog.getByRole("button", { name: "Add endpoint" }).click();
    return await page.getByLabel("signing secret", { exact: true }).innerText();
  };

  const sendTest = async (page: BrowserPage): Promise<void> => {
    await page.getByRole("button", { name: "Send test event" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Send", exact: true }).click();
  };

  const traces = (page: BrowserPage): Promise<string> =>
    page.evaluate(
      () =>
        document.documentElement.outerHTML +
        JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), history.state, location.href]),
    );

  it("shows a secret once: leaving it uncopied asks, and nothing keeps it", async () => {
    const { page, complaints } = await app.visit();
    await app.signIn(page, "owner@example.com", LIST);
    const secret = await addEndpoint(page);
    expect(secret).toMatch(/^whsec_/);
    await expect
      .poll(() => page.getByRole("dialog").evaluate((one) => one.contains(document.activeElement)))
      .toBe(true);
    await page.keyboard.press("Escape");
    const asks = page.getByRole("dialog", { name: "Leave without copying the signing secret?" });
    await asks.getByRole("button", { name: "Copy signing secret" }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByRole("heading", { name: receiver.url }).waitFor();
    expect(await traces(page)).not.toContain(secret);
    await page.goBack();
    await page.getByRole("heading", { name: "Webhooks" }).waitFor();
    expect(await traces(page)).not.toContain(secret);
    await page.reload();
    await page.getByRole("heading", { name: "Webhooks" }).waitFor();
    expect(await traces(page)).not.toContain(secret);
    expect(complaints).toEqual([]);
  });

  it("shows deliveries as they happen: sent, refused with the next try counting down, resent", async () => {
    const { page } = await app.visit();
    await app.signIn(page, "owner@example.com", LIST);
    await page.getByRole("link", { name: receiver.url }).click();
    await sendTest(page);
    const drawer = page.getByRole("dialog");
    await drawer.getByText("Delivered with 200").waitFor();
    const request = drawer.getByRole("region", { name: "Request" });
    await request.getByText("X-AviationAlley-Signature").waitFor();
    // Without a pointer, too.
    await request.getByText(/, \d\d:\d\d:\d\d UTC$/).waitFor();
    await drawer
      .getByText(/in America\/Denver, .*:\d\d in UTC$/)
      .first()
      .waitFor();
    await page.keyboard.press("Escape");

    receiver.behave({ status: 500, body: "out of order" });
    await sendTest(page);
    await drawer.getByText("Refused with 500").first().waitFor();
    await drawer.getByText(/Next attempt in \d+ s/).waitFor();
    await drawer.getByRole("region", { name: "Response" }).getByText("out of order").waitFor();
    receiver.behave({ status: 200 });
    await drawer.getByRole("button", { name: "Send now" }).click();
    await drawer.getByText("Delivered with 200").waitFor();
    await page.keyboard.press("Escape");
    await deliveries(page).getByText("Delivered", { exact: true }).nth(1).waitFor();
  });

  it("says to those who do not see the charts that an idle hour has no latency", async () => {
    const { page } = await app.visit();
    await app.signIn(page, "owner@example.com", LIST);
    await page.getByRole("link", { name: receiver.url }).click();
    const took = page.getByRole("figure", { name: "How long attempts took" });
    await took.getByRole("cell", { name: / m?s$/ }).first().waitFor();
    expect(await took.getByRole("row").nth(1).getByRole("cell").allTextContents()).toEqual(["none", "none"]);
  });

  it("keeps filters and the open delivery in the address", async () => {
    const { page } = await app.visit();
    await app.signIn(page, "owner@example.com", LIST);
    await page.getByRole("link", { name: receiver.url }).click();
    await page.getByRole("combobox", { name: "State" }).click();
    await page.getByRole("option", { name: "Failed" }).click();
    await page.getByText("No delivery matches").waitFor();
    expect(page.url()).toContain("state=FAILED");
    await page.reload();
    await page.getByText("No delivery matches").waitFor();
    await page.getByRole("button", { name: "Clear the filters" }).click();
    await deliveries(page).getByRole("button").first().click();
    await page.getByRole("dialog").getByText(/^del_/).first().waitFor();
    await page.reload();
    await page.getByRole("dialog").getByText(/^del_/).first().waitFor();
  });

  it("says that somebody else changed an endpoint meanwhile, and keeps what was typed", async () => {
    const [first, second] = [await app.visit(), await app.visit()];
    for (const { page } of [first, second]) {
      await app.signIn(page, "owner@example.com", LIST);
      await page.getByRole("link", { name: receiver.url }).click();
      await page.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menuitem", { name: "Edit" }).click();
      await page.getByLabel(/Description/).fill("Mine");
    }
    await first.page.getByRole("button", { name: "Save" }).click();
    await first.page.getByText("The endpoint was changed.").waitFor();
    await second.page.getByRole("button", { name: "Save" }).click();
    await second.page.getByText("Somebody else changed this meanwhile").waitFor();
    expect(await second.page.getByLabel(/Description/).inputValue()).toBe("Mine");
  });

  /** Opens the endpoint, and one of its dialogs. */
  const openDialog = async (page: BrowserPage, item: string): Promise<void> => {
    await app.signIn(page, "owner@example.com", LIST);
    await page.getByRole("link", { name: receiver.url }).click();
    await page.locator("main").getByText("Live", { exact: true }).waitFor();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };

  it("keeps what was typed of an endpoint as the session ends while the page reads anew", async () => {
    const { page } = await app.visit();
    await openDialog(page, "Edit");
    await page.getByLabel(/Description/).fill("Half typed");
    const call = await callAs(app, page);
    await page.context().clearCookies();
    await call.webhooks.endpoints.pause.mutate({ id: new URL(page.url()).pathname.split("/").at(-1) ?? "" });
    const again = page.getByRole("dialog", { name: "Your session has ended" });
    await again.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await again.getByRole("button", { name: "Sign in and go on" }).click();
    await again.waitFor({ state: "hidden" });
    expect(
      await page
        .getByRole("dialog")
        .getByLabel(/Description/)
        .inputValue(),
    ).toBe("Half typed");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Resume" }).click();
    await page.locator("main header").getByText("Active", { exact: true }).waitFor();
  });

  it("takes a limit that is a number, and nothing for a slip", async () => {
    const { page } = await app.visit();
    await openDialog(page, "Edit");
    const form = page.getByRole("dialog", { name: "Edit the endpoint" });
    await form.getByText("Headers and limits").click();
    const rate = form.getByLabel(/^Deliveries a second/);
    await rate.fill("10/s");
    const fault = form.getByText("Type a whole number from 1 to 10,000, or nothing.");
    await fault.waitFor();
    await form.getByText("Headers and limits").click();
    await fault.waitFor();
    expect(await form.getByRole("button", { name: "Save" }).isDisabled()).toBe(true);
    await rate.fill("10");
    await form.getByRole("button", { name: "Save" }).click();
    await page.getByText("at the same time, 10 a second").waitFor();
  });

  it("shows a new secret on, though the endpoint cannot be read anew", async () => {
    const { page } = await app.visit();
    await openDialog(page, "Rotate secret");
    await fail(page, /\/trpc\/[^?]*webhooks\.endpoints\.get\b/);
    await page.getByRole("button", { name: "Make a new secret" }).click();
    await page.locator("main").getByText("Something failed on our side").waitFor();
    expect(await page.getByLabel("signing secret", { exact: true }).allInnerTexts()).toEqual([
      expect.stringMatching(/^whsec_/),
    ]);
  });

  it("is deleted only by typing its host", async () => {
    const { page } = await app.visit();
    await app.signIn(page, "owner@example.com", LIST);
    await page.getByRole("link", { name: receiver.url }).click();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    const remove = page.getByRole("button", { name: "Delete endpoint" });
    expect(await remove.isDisabled()).toBe(true);
    await page.getByRole("dialog").getByRole("textbox").fill(new URL(receiver.url).host);
    await remove.click();
    await page.getByText("No endpoints yet").waitFor();
  });
});
