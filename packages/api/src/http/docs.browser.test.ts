import { noBrowser, openBrowser, watchPage } from "@aviationalley/testing/chromium.ts";
import fastify from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { docsPlugin } from "./docs.ts";
import { toyEvents, toyRouter } from "./openapi/toy-router.ts";

const TOKEN = `aa_test_${"0123456789abcdef".repeat(2)}`;

describe.skipIf(noBrowser)(`the API reference in Chromium${noBrowser ? ` (skipped: ${noBrowser})` : ""}`, () => {
  const app = fastify({ forceCloseConnections: true });
  const asked: { url: string; authorization: string | undefined }[] = [];
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let origin: string;

  beforeAll(async () => {
    // The document names another address than the one that is used, as behind a proxy or under a second name.
    await app.register(
      docsPlugin({ router: toyRouter, publicUrl: "https://aviationalley.example", events: toyEvents }),
    );
    app.get("/api/v1/balloons", ({ url, headers: { authorization } }, reply) => {
      asked.push({ url, authorization });
      return reply.send({ data: [], pagination: { limit: 50, nextCursor: null } });
    });
    origin = await app.listen({ port: 0, host: "127.0.0.1" });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await app.close();
  });

  const open = async (path: string, width = 1440) => {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const { foreign, complaints } = watchPage(page, origin);
    await page.goto(`${origin}${path}`, { waitUntil: "networkidle" });
    return { page, foreign, complaints };
  };

  it("shows the operations and asks nothing of other servers, under a policy that would refuse it", async () => {
    const { page, foreign, complaints } = await open("/docs/api");
    await page.getByRole("link", { name: "List balloons" }).first().waitFor();
    await page.getByRole("link", { name: "Webhooks" }).first().waitFor();
    expect({ foreign, complaints }).toEqual({ foreign: [], complaints: [] });
    await page.close();
  });

  it("sends a request with a pasted token, to the server that it came from, without unasked filters", async () => {
    const { page, foreign, complaints } = await open("/docs/api#tag/balloons/GET/balloons");
    await page
      .getByRole("button", { name: /Test Request/ })
      .first()
      .click();
    const dialog = page.getByRole("dialog");
    await dialog.getByPlaceholder("Token").fill(TOKEN);
    await Promise.all([
      page.waitForResponse((response) => response.url().startsWith(`${origin}/api/v1/balloons`)),
      dialog.getByRole("button", { name: /^Send/ }).first().click(),
    ]);
    expect(asked).toEqual([{ url: "/api/v1/balloons", authorization: `Bearer ${TOKEN}` }]);
    expect({ foreign, complaints }).toEqual({ foreign: [], complaints: [] });
    await page.close();
  });

  it("leads to operations and events by keyboard, from the lists of their tags as from the sidebar", async () => {
    const { page } = await open("/docs/api#tag/webhooks");
    const hrefs = (links: { getAttribute(name: string): string | null }[]) =>
      links.map((link) => link.getAttribute("href"));
    const links = page.locator(".endpoint");
    await page.locator(".endpoint[href*='/webhook/']").first().waitFor();
    const closed = page.getByRole("button", { name: /^Open Group/ });
    while ((await closed.count()) > 0) await closed.first().click();
    const ways = await page.locator("a[href^='#tag/']:not(.endpoint)").evaluateAll(hrefs);
    const listed = await links.evaluateAll(hrefs);
    expect(listed.length).toBeGreaterThan(1);
    expect(ways).toEqual(expect.arrayContaining(listed));
    await links.last().focus();
    await page.keyboard.press("Enter");
    const focused = () => page.evaluate<string>("document.activeElement.id");
    await expect.poll(focused).toMatch(new RegExp(`${listed.at(-1)?.slice(1)}$`));
    await page.close();
  });

  it("fits pages to a phone", async () => {
    for (const path of ["/", "/docs/errors", "/docs/errors/unprocessable", "/docs/api"]) {
      const { page, complaints } = await open(path, 375);
      expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path).toBe(true);
      expect(complaints, path).toEqual([]);
      await page.close();
    }
  });
});
