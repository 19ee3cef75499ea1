import { sendMail } from "@aviationalley/api/platform/mail/send.ts";
import { openTransport } from "@aviationalley/api/platform/mail/transport.ts";
import { mailNotices } from "@aviationalley/api/platform/webhooks/notices.ts";
import { type Receiver, startReceiver } from "@aviationalley/testing/receiver.ts";
import { until } from "@aviationalley/testing/until.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BrowserPage, describeConsole } from "../../test/console.fixture.ts";
import { callAs } from "../../test/integrations.fixture.ts";

const OWNER = "owner@example.com";

describeConsole("the mailbox", (app) => {
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await startReceiver({ status: 410 });
    await app.addPerson(OWNER, ["OWNER"]);
  });
  afterAll(() => receiver?.close());

  /** A receiver says that it wants no more: its endpoint is switched off, and the operators are written to. */
  const loseEndpoint = async (page: BrowserPage): Promise<void> => {
    const call = await callAs(app, page);
    const wish = { url: receiver.url, events: ["*"], description: "Crew app" };
    const { endpoint } = await call.webhooks.endpoints.create.mutate(wish);
    await call.webhooks.endpoints.test.mutate({ id: endpoint.id, type: "booking.created" });
    const transport = openTransport({ smtpUrl: undefined, from: "api@example.com" });
    // What the worker does each minute, now.
    await until(async () => {
      await mailNotices(app.origin)(app.db);
      await sendMail(app.db, transport);
      return (await call.mail.list.query({})).data.some(({ state }) => state === "KEPT");
    }, 30_000);
  };

  it("shows what was written when an endpoint was switched off, and leads to the endpoint", async () => {
    const { page, complaints } = await app.visit({ width: 375 });
    await app.signIn(page, OWNER, "/mailbox?mode=test");
    await page.getByText("No mail yet").waitFor();
    await loseEndpoint(page);
    await page.reload();
    const subject = "The webhook endpoint Crew app was disabled";
    await page.getByRole("button", { name: subject }).click();
    const mail = page.getByRole("dialog", { name: subject });
    await mail.getByText("It answered 410 Gone").waitFor();
    await mail.getByText("Kept here").waitFor();
    await mail.getByText(OWNER).waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);

    // The address holds the open mail, and the mail's link the center and the mode in which it was written.
    await page.reload();
    await mail.getByRole("link").click();
    await page.getByRole("heading", { name: receiver.url }).waitFor();
    expect(await page.locator("html").getAttribute("data-mode")).toBe("test");
    await page.goto(`${app.origin}/app/mailbox?open=${crypto.randomUUID()}`);
    await page.getByText("There is no such mail here").waitFor();
    expect(complaints).toEqual([]);
  });
});
