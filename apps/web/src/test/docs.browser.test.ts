import { expect, it } from "vitest";
import { describeConsole } from "./console.fixture.ts";
import { AGAIN, lookAt, THOROUGH, WIDTH_ONLY } from "./look.fixture.ts";

/** One of each kind; the guides' are one per noun. */
const PAGES = ["/", "/docs/webhooks", "/docs/errors", "/docs/errors/unprocessable", "/docs/guides"];

/** Where the reference is opened: at its begin, at many events, and at operations, whose neighbours are drawn with them. */
const PLACES = [
  { place: "", rules: THOROUGH },
  { place: "#tag/webhooks", rules: AGAIN },
  { place: "#tag/bookings/POST/bookings", rules: THOROUGH },
];
const MINUTES_4 = 240_000;

/** The pages differ by width in nothing that axe's rules ask for, and the guides among themselves not in their colours. */
const rulesOf = (width: number, path: string) =>
  width === 375 ? WIDTH_ONLY : path.startsWith("/docs/guides/") ? AGAIN : THOROUGH;

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
      found.push(...(await lookAt(visit, `public ${path}`, rulesOf(width, path))));
    }
    expect(found).toEqual([]);
  });

  it.each([1440, 375])(
    "include a reference that everybody can read and try at %i px",
    async (width) => {
      const visit = await app.visit({ width });
      const { page } = visit;
      const found: string[] = [];
      for (const { place, rules } of PLACES) {
        // Another place of a page that is open is no other page.
        await page.goto("about:blank");
        await page.goto(`${app.origin}/docs/api${place}`, { waitUntil: "networkidle" });
        await page.getByRole("heading", { level: 1 }).first().waitFor();
        found.push(...(await lookAt(visit, `public /docs/api ${place}`, width === 1440 ? rules : WIDTH_ONLY)));
      }
      await page
        .getByRole("button", { name: /Test Request/ })
        .first()
        .click();
      await page.getByRole("dialog").getByPlaceholder("Token").waitFor();
      found.push(...(await lookAt(visit, "public /docs/api tried", AGAIN)));
      expect(found).toEqual([]);
    },
    MINUTES_4,
  );
});
