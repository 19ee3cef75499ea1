import { expect, it } from "vitest";
import { describeConsole } from "./console.fixture.ts";
import { lookAt } from "./look.fixture.ts";

/** One of each kind; the guides' are one per noun. */
const PAGES = ["/", "/docs/webhooks", "/docs/errors", "/docs/errors/unprocessable", "/docs/guides"];

describeConsole("the public pages", (app) => {
  it.each([1440, 375])("have nothing to complain of at %i px, in both themes", async (width) => {
    const visit = await app.visit({ width });
    const { page } = visit;
    await page.goto(`${app.origin}/docs/guides`);
    const guides = await page
      .locator("main a[href^='/docs/guides/']")
      .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
    expect(guides.length).toBeGreaterThan(5);
    const found: string[] = [];
    for (const path of new Set([...PAGES, ...guides])) {
      await page.goto(`${app.origin}${path}`);
      found.push(...(await lookAt(visit, `public ${path}`)));
    }
    expect(found).toEqual([]);
  });

  it("include a reference that everybody can read and try", async () => {
    const visit = await app.visit({ width: 1440 });
    const { page } = visit;
    const found: string[] = [];
    for (const place of ["", "#tag/webhooks", "#tag/bookings/POST/bookings", "#tag/bookings/GET/bookings"]) {
      // Another place of a page that is open is no other page.
      await page.goto("about:blank");
      await page.goto(`${app.origin}/docs/api${place}`, { waitUntil: "networkidle" });
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      found.push(...(await lookAt(visit, `public /docs/api ${place}`)));
    }
    await page
      .getByRole("button", { name: /Test Request/ })
      .first()
      .click();
    await page.getByRole("dialog").getByPlaceholder("Token").waitFor();
    found.push(...(await lookAt(visit, "public /docs/api tried")));
    expect(found).toEqual([]);
  });
});
