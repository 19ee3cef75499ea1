import { newBooking, newTwins } from "@aviationalley/testing/factories.ts";
import { type Receiver, startReceiver } from "@aviationalley/testing/receiver.ts";
import { until } from "@aviationalley/testing/until.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type BrowserPage, describeConsole } from "../../../test/console.fixture.ts";
import { callAs } from "../../../test/integrations.fixture.ts";

const EVENTS = "/settings/integrations/events";

describeConsole("events", (app) => {
  let receiver: Receiver;

  beforeAll(async () => {
    receiver = await startReceiver();
    await app.addPerson("owner@example.com", ["OWNER"]);
    for (const notes of ["First", "Second", "Third"]) await newBooking(app.db, app.sandboxId, { notes });
  });
  afterAll(() => receiver?.close());

  const open = async (search = "", wish?: { width: number }) => {
    const visit = await app.visit(wish);
    await app.signIn(visit.page, "owner@example.com", `${EVENTS}?mode=test${search}`);
    await visit.page.getByRole("heading", { name: "Events" }).waitFor();
    return visit;
  };

  const rows = (page: BrowserPage) => page.getByRole("table", { name: "Events" }).locator("tbody tr");

  /** By the form's own call: an address in the sandbox may be this machine's. */
  const subscribe = async (page: BrowserPage): Promise<void> => {
    const answer = await page.request.post(`${app.origin}/trpc/webhooks.endpoints.create`, {
      data: { url: `${receiver.url}/hook`, events: ["booking.*"] },
      headers: { origin: app.origin, "x-aa-mode": "test" },
    });
    expect(answer.status(), await answer.text()).toBe(200);
  };

  it("shows what happened though nobody subscribed, with its payload", async () => {
    const { page, complaints } = await open("", { width: 375 });
    await until(async () => (await rows(page).count()) === 3);
    expect(await rows(page).first().textContent()).toContain("Nobody subscribed");
    // What is wider than its card would be cut off by it.
    expect(await page.evaluate("document.querySelector('table').getBoundingClientRect().right < innerWidth")).toBe(
      true,
    );
    await rows(page).first().getByRole("button").click();
    const drawer = page.getByRole("dialog", { name: "booking.created" });
    await drawer.getByText("It was sent to nobody").waitFor();
    await drawer.getByRole("button", { name: "Replay" }).click();
    await drawer.getByText("no endpoint subscribes to booking.created now").waitFor();
    expect(await drawer.getByLabel("payload", { exact: true }).textContent()).toContain('"notes": "Third"');
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    expect(complaints).toEqual([]);
  });

  it("shows what happens as it happens, though nobody subscribed", async () => {
    const { liveId, sandboxId } = await newTwins(app.db, { name: "Harbor Air" });
    const { email } = await app.addPerson("harbor@example.com", ["OWNER"], liveId);
    const { page } = await app.visit();
    await app.signIn(page, email, `${EVENTS}?mode=test`);
    await page.locator("main").getByText("Live", { exact: true }).waitFor();
    // The first may be seen because the page reads anew when it begins to follow; the second is told.
    for (const count of [1, 2]) {
      await newBooking(app.db, sandboxId, { notes: `Number ${count}` });
      await until(async () => (await rows(page).count()) === count);
    }
  });

  it("keeps its filters in the address", async () => {
    const { page } = await open();
    await page.getByRole("button", { name: /^Event: / }).click();
    await page.getByPlaceholder("Search…").fill("mel.deferral.expired");
    await page.keyboard.press("Enter");
    await page.getByText("No event matches").waitFor();
    await page.reload();
    await page.getByText("No event matches").waitFor();
    expect(new URL(page.url()).searchParams.get("type")).toBe("mel.deferral.expired");
    await page.getByRole("button", { name: "Clear the filters" }).click();
    await until(async () => (await rows(page).count()) === 3);
    await page.getByRole("combobox", { name: "Time" }).click();
    await page.getByRole("option", { name: "Between…" }).click();
    await page.getByLabel("To", { exact: true }).fill("2020-01-01T00:00");
    await page.getByText("No event matches").waitFor();
    expect(new URL(page.url()).searchParams.get("to")).toMatch(/^20(19-12-31|20-01-01)T/);
    expect(new URL(page.url()).searchParams.get("mode")).toBe("test");
  });

  it("takes a bound of time that is typed anew by keyboard, digit by digit", async () => {
    const { page, complaints } = await open("&to=2020-01-31T19:00:00.000Z");
    await page.getByText("No event matches").waitFor();
    const to = page.getByLabel("To", { exact: true });
    await to.focus();
    await page.keyboard.type("01312099");
    expect(await to.inputValue()).toBe("2099-01-31T12:00");
    await until(async () => (await rows(page).count()) === 3);
    expect(new URL(page.url()).searchParams.get("to")).toBe("2099-01-31T19:00:00.000Z");
    expect(complaints).toEqual([]);
  });

  it("replays an event to who subscribes now, shows how that goes, and leads to the delivery", async () => {
    const { page } = await open();
    await subscribe(page);
    await rows(page).last().getByRole("button").click();
    const drawer = page.getByRole("dialog", { name: "booking.created" });
    await drawer.getByRole("button", { name: "Replay" }).click();
    await drawer.getByText("Replayed: 1 of 1 delivered").waitFor();
    expect(receiver.received.filter(({ body }) => body.includes('"notes":"First"'))).toHaveLength(1);
    await drawer.getByRole("button", { name: "Replay" }).click();
    await drawer.getByText("Nothing was sent").waitFor();
    await drawer.getByRole("link", { name: `${receiver.url}/hook` }).click();
    await page.getByRole("dialog").getByText("booking.created").first().waitFor();
    expect(page.url()).toMatch(/\/webhooks\/[0-9a-f-]{36}\?.*open=[0-9a-f-]{36}/);
  });

  it("replays all that nobody got, with its progress, and takes it out of what nobody got", async () => {
    const { page } = await open("&unmatched=true");
    await until(async () => (await rows(page).count()) === 2);
    await page.getByRole("button", { name: "Replay what nobody got…" }).click();
    await page.getByRole("button", { name: "Start replaying" }).click();
    await page.getByText("Replayed what nobody got").waitFor();
    await page.getByText("2 deliveries made").first().waitFor();
    await until(() => receiver.received.length === 3);
    await page.getByText("No event matches").waitFor();
  });

  it("shows what was sent to an endpoint that was deleted since, and offers nothing for it", async () => {
    const { page } = await open();
    const call = await callAs(app, page);
    for (const { id } of (await call.webhooks.endpoints.list.query({})).data)
      await call.webhooks.endpoints.delete.mutate({ id });
    await rows(page).last().getByRole("button").click();
    const drawer = page.getByRole("dialog");
    await drawer.getByRole("link", { name: "An endpoint that was deleted" }).click();
    await drawer.getByRole("region", { name: "Attempts" }).getByText("Delivered with 200").waitFor();
    expect(await drawer.getByRole("region", { name: "Request" }).getByText(/^POST/).textContent()).toBe("POST");
    expect(await drawer.getByRole("button", { name: "Resend" }).count()).toBe(0);
    await page.keyboard.press("Escape");
    await drawer.getByText("Payload (data.object)").waitFor();
  });
});
