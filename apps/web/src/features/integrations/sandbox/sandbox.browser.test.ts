import { localDate, plusDays } from "@aviationalley/api/lib/time.ts";
import { createItem } from "@aviationalley/api/modules/compliance/commands/create.ts";
import { findCenter } from "@aviationalley/api/modules/centers/queries/centers.ts";
import { newAircraft, newTwins, ok } from "@aviationalley/testing/factories.ts";
import { expect, it } from "vitest";
import { type BrowserPage, describeConsole } from "../../../test/console.fixture.ts";
import { callAs } from "../../../test/integrations.fixture.ts";

const SANDBOX = "/settings/integrations/sandbox";
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const ZONE = "America/Denver";

describeConsole("the sandbox page", (app) => {
  /** An owner of a center of their own, before its sandbox. */
  const openOwn = async (name: string) => {
    const { liveId, sandboxId } = await newTwins(app.db, { name, timezone: ZONE });
    const { email } = await app.addPerson(`${liveId}@example.com`, ["OWNER"], liveId);
    const visit = await app.visit();
    await app.signIn(visit.page, email, `${SANDBOX}?mode=test`);
    await button(visit.page, "Move the clock").waitFor();
    return { ...visit, name, liveId, sandboxId };
  };

  const button = (page: BrowserPage, name: string) => page.getByRole("button", { name, exact: true });
  const days = (page: BrowserPage) => page.getByLabel("Days");

  /** How far the clock that is shown is ahead of this machine's. */
  const aheadMs = async (page: BrowserPage): Promise<number> => {
    const shown = await page.getByRole("timer").getAttribute("datetime");
    return Date.parse(shown ?? "") - Date.now();
  };

  it("moves the clock ten days ahead, once, and leads to the events of what fell due in them", async () => {
    const { page, complaints, sandboxId } = await openOwn("Ten Days");
    const { now } = await findCenter(app.db, sandboxId);
    const dueOn = plusDays(localDate(now, ZONE), 4);
    ok(await createItem(app.db, sandboxId, { title: "NSP evaluation", category: "NSP", dueOn, leadDays: 2 }));
    // Other lists were open before: what they showed is not shown again.
    await page.getByRole("link", { name: "Events", exact: true }).click();
    await page.getByText("No event yet").waitFor();
    await page.getByRole("link", { name: "Sandbox", exact: true }).click();
    await page.getByText("Shows the real time").waitFor();

    let moves = 0;
    await page.route(/sandbox\.advanceClock/, (route) => {
      moves++;
      return route.continue();
    });
    await button(page, "10 days").click();
    await button(page, "Move the clock").dblclick();
    await page.getByText("10 days ahead of real time").waitFor();
    await page.getByText("The clock was moved").waitFor();
    expect(Math.abs((await aheadMs(page)) - 10 * DAY_MS)).toBeLessThan(HOUR_MS / 2);
    expect(moves).toBe(1);

    await page.getByRole("link", { name: "See what fired" }).click();
    await page.getByRole("button", { name: /^compliance\.item\.overdue/ }).waitFor();
    await page.getByRole("button", { name: /^compliance\.item\.due_soon/ }).waitFor();
    expect(complaints).toEqual([]);
  });

  it("refuses what is no whole number of days in reach, and keeps it, as it keeps what the server refuses", async () => {
    const { page, liveId, sandboxId } = await openOwn("Wrong Numbers");
    for (const typed of ["0", "1.5", "3651", "-3", ""]) {
      await days(page).fill(typed);
      await days(page).press("Enter");
      await page.getByText("Type a whole number of days, from 1 to 3650.").waitFor();
      expect(await days(page).inputValue()).toBe(typed);
      await days(page).fill("1");
    }
    expect((await findCenter(app.db, sandboxId)).clockOffsetSeconds, "nothing was asked of the server").toBe(0);

    // Somebody else moves it further meanwhile.
    const call = await callAs({ ...app, liveId }, page);
    const { now } = await call.centers.current.query({});
    await call.sandbox.advanceClock.mutate({ to: new Date(Date.parse(now) + 40 * DAY_MS).toISOString() });
    await days(page).fill("12");
    await button(page, "Move the clock").click();
    await page.getByRole("alert").getByText("only moves forward").waitFor();
    expect(await days(page).inputValue()).toBe("12");
    await page.getByText("40 days ahead of real time").waitFor();
    await button(page, "Move the clock").click();
    await page.getByText("52 days ahead of real time").waitFor();
  });

  it("resets after the center's name was typed: the clock shows the present, and new rows are there", async () => {
    const { page, complaints, name, liveId, sandboxId } = await openOwn("Begin Anew");
    const { id } = await newAircraft(app.db, sandboxId);
    const call = await callAs({ ...app, liveId }, page);
    await button(page, "1 day").click();
    await button(page, "Move the clock").click();
    await page.getByText("1 day ahead of real time").waitFor();

    await button(page, "Reset to sample data…").click();
    const dialog = page.getByRole("dialog", { name: "Reset the sandbox?" });
    const reset = button(page, "Reset the sandbox");
    await dialog.getByText("What stays:").waitFor();
    expect(await reset.isDisabled()).toBe(true);
    await dialog.getByRole("textbox").fill("Begin");
    expect(await reset.isDisabled()).toBe(true);
    await dialog.getByRole("textbox").fill(name);
    await reset.click();
    await page.getByText("The sandbox was reset").waitFor({ timeout: 60_000 });
    await page.getByText("Shows the real time").waitFor();
    expect(await page.getByText("The clock was moved").count(), "what was said of the move").toBe(0);
    expect(Math.abs(await aheadMs(page))).toBeLessThan(HOUR_MS / 2);
    const { data: aircraft } = await call.aircraft.list.query({});
    expect(aircraft.length).toBeGreaterThan(0);
    expect(aircraft.map((one) => one.id)).not.toContain(id);
    expect(complaints).toEqual([]);
  });

  it("does nothing to a live center, and leads to its sandbox", async () => {
    const { page } = await openOwn("Alive");
    await page.getByRole("radio", { name: "Live" }).click();
    await page.getByText("This is the live center").waitFor();
    expect(await button(page, "Move the clock").count()).toBe(0);
    await button(page, "Switch to Test").click();
    await button(page, "Move the clock").waitFor();
  });

  it("is not shown to a dispatcher", async () => {
    await app.addPerson("dispatcher@example.com", ["DISPATCHER"]);
    const { page } = await app.visit();
    await app.signIn(page, "dispatcher@example.com", `${SANDBOX}?mode=test`);
    await page.getByRole("heading", { name: "Your role does not open this page" }).waitFor();
    expect(await page.getByRole("link", { name: "Sandbox", exact: true }).count()).toBe(0);
  });
});
