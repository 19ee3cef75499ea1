import { newTwins } from "@aviationalley/testing/factories.ts";
import { beforeAll, expect, it } from "vitest";
import { describeConsole, type Visit } from "./console.fixture.ts";
import { fail } from "./failing.fixture.ts";
import { fillSandbox } from "./integrations.fixture.ts";
import { AGAIN, lookAt, settled, snap, THOROUGH } from "./look.fixture.ts";
import { openEverything } from "./openings.fixture.ts";
import { filledPath, pathsOf } from "./paths.fixture.ts";

const OWNER = "owner@example.com";
const MINUTES_10 = 600_000;
const WIDTHS = [
  { width: 1440, rules: THOROUGH },
  { width: 375, rules: AGAIN },
];

describeConsole("every page of the console", (app) => {
  let parameters: Readonly<Record<string, string>> = {};
  let paths: string[] = [];

  beforeAll(async () => {
    await app.addPerson(OWNER, ["OWNER"]);
    await app.addPerson("dispatcher@example.com", ["DISPATCHER"]);
    const { page } = await app.visit();
    await app.signIn(page, OWNER);
    const { endpointId } = await fillSandbox(app, page);
    parameters = { endpointId };
    paths = await pathsOf(page);
  });

  const addressOf = (path: string): string => filledPath(path, parameters);

  const go = async ({ page }: Visit, path: string, search: string): Promise<void> => {
    const answer = await page.goto(`${app.origin}/app${addressOf(path)}${search}`);
    const policy = answer?.headers()["content-security-policy"] ?? "none";
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    await page.locator("h1").waitFor();
    await settled(page);
  };

  it("is known to the walk", () => {
    expect(paths.length).toBeGreaterThan(7);
    expect(paths).toContain("/settings/integrations/webhooks/$endpointId");
  });

  it.each(WIDTHS)(
    "has nothing to complain of at $width px, nor has any dialog, drawer or menu that it opens",
    async ({ width, rules }) => {
      const visit = await app.visit({ width });
      await app.signIn(visit.page, OWNER);
      const found: string[] = [];
      const opened: string[] = [];
      for (const path of paths) {
        const name = `page ${path === "/$" ? "missing" : path === "/" ? "home" : path}`;
        await go(visit, path, "?mode=test");
        found.push(...(await lookAt(visit, name, rules)));
        const again = () => go(visit, path, "?mode=test");
        const lost = await openEverything(visit.page, again, async (steps) => {
          opened.push(steps.join(" → "));
          // Menus and lists to choose from are the same component everywhere, and no wider than their words.
          if (width === 375 && (await visit.page.getByRole("dialog").count()) === 0) return;
          found.push(...(await lookAt(visit, [name, ...steps].join(" "), rules)));
        });
        found.push(...lost.map((one) => `${name}: ${one}`));
      }
      expect(found).toEqual([]);
      expect(opened).toEqual(
        expect.arrayContaining(["Create key", "Add endpoint", "Send test event", "Invite a person"]),
      );
    },
    MINUTES_10,
  );

  it.each(WIDTHS)("says what to do where there is nothing yet, in a live center, at $width px", async (wish) => {
    const { width, rules } = wish;
    const { liveId } = await newTwins(app.db, { name: "New Horizons" });
    const { email } = await app.addPerson(`new${width}@example.com`, ["OWNER"], liveId);
    const visit = await app.visit({ width });
    await app.signIn(visit.page, email);
    const found: string[] = [];
    for (const path of paths.filter((one) => !one.includes("$"))) {
      await go(visit, path, "");
      found.push(...(await lookAt(visit, `empty ${path}`, rules)));
    }
    expect(found).toEqual([]);
  });

  it("says so, and how to try again, when its data cannot be read", async () => {
    const visit = await app.visit();
    await app.signIn(visit.page, OWNER);
    const silent: string[] = [];
    for (const path of paths) {
      await visit.page.unrouteAll();
      await visit.page.goto(`${app.origin}/app/settings/account?mode=test`);
      let asked = 0;
      await fail(visit.page, /\/trpc\/(?!session)/, () => asked++);
      await visit.page.goto(`${app.origin}/app${addressOf(path)}?mode=test`);
      await visit.page.locator("main#main").waitFor();
      await visit.page.locator("main h1, main [role=alert]").first().waitFor();
      if (asked === 0) continue;
      const again = visit.page.locator("main").getByRole("button", { name: "Try again" }).first();
      await again.waitFor({ timeout: 10_000 }).catch(() => silent.push(path));
      await snap(visit.page, `failing ${path}`);
    }
    expect(silent).toEqual([]);
  });
});
