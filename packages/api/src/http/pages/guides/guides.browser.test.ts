import { noBrowser, openBrowser } from "@aviationalley/testing/chromium.ts";
import fastify from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GUIDES } from "../../../compose/guides.ts";
import { EVENTS } from "../../../lib/webhooks.ts";
import { appRouter } from "../../../root.ts";
import { docsPlugin } from "../../docs.ts";
import { nounsOf } from "./nouns.ts";

const slugs = nounsOf({ router: appRouter, events: EVENTS, guides: GUIDES }).map(({ slug }) => slug);

describe.skipIf(noBrowser)(`the guides in Chromium${noBrowser ? ` (skipped: ${noBrowser})` : ""}`, () => {
  const app = fastify({ forceCloseConnections: true });
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let origin: string;

  beforeAll(async () => {
    await app.register(
      docsPlugin({ router: appRouter, publicUrl: "https://aviationalley.example", events: EVENTS, guides: GUIDES }),
    );
    origin = await app.listen({ port: 0, host: "127.0.0.1" });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await app.close();
  });

  it.each(["", ...slugs.map((slug) => `/${slug}`)])(
    "fit a phone, diagram and all, under their policy: %s",
    async (path) => {
      const page = await browser.newPage({ viewport: { width: 375, height: 800 } });
      const complaints: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      await page.goto(`${origin}/docs/guides${path}`);
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
      expect(
        await page.evaluate(
          "[...document.querySelectorAll('svg')].every((one) => one.getBoundingClientRect().right <= innerWidth)",
        ),
      ).toBe(true);
      expect(complaints).toEqual([]);
      await page.close();
    },
  );
});
