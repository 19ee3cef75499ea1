import fastify from "fastify";
import { describe, expect, it } from "vitest";
import { docsPlugin } from "./docs.ts";
import { CODES } from "./openapi/codes.ts";
import type { OpenApiDocument } from "./openapi/document.ts";
import { toyEvents, toyRouter } from "./openapi/toy-router.ts";
import { html, withCode } from "./pages/html.ts";

const publicUrl = "https://aviationalley.example";
const app = fastify();
await app.register(docsPlugin({ router: toyRouter, publicUrl, events: toyEvents }));

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });

describe("the public documents and pages", () => {
  it("serves the document without a token, under its public address", async () => {
    const answer = await get("/api/v1/openapi.json");
    expect(answer.statusCode).toBe(200);
    expect(answer.headers["content-type"]).toContain("application/json");
    expect(answer.json<OpenApiDocument>().servers[0]?.url).toBe(`${publicUrl}/api/v1`);
  });

  it("answers 304 to the tag of what it sent, compressed or not", async () => {
    for (const headers of [{}, { "accept-encoding": "gzip, br" }]) {
      const first = await get("/api/v1/openapi.json", headers);
      expect(first.headers["content-encoding"]).toBe("accept-encoding" in headers ? "gzip" : undefined);
      const second = await get("/api/v1/openapi.json", { ...headers, "if-none-match": String(first.headers.etag) });
      expect([second.statusCode, second.body]).toEqual([304, ""]);
    }
  });

  it("has a page for every error code, and says what to do", async () => {
    for (const code of CODES) {
      const page = await get(`/docs/errors/${code}`);
      expect(page.statusCode, code).toBe(200);
      expect(page.body, code).toContain("What to do");
      expect(page.body, code).toContain(`${publicUrl}/docs/errors/${code}`);
    }
    expect((await get("/docs/errors/no_such_code")).statusCode).toBe(404);
  });

  it.each([
    ["/docs", "/docs/api"],
    ["/docs/", "/docs/api"],
    ["/docs/api/", "/docs/api"],
    ["/api/v1", "/docs/api"],
    ["/docs/errors/", "/docs/errors"],
    ["/docs/webhooks/", "/docs/webhooks"],
    ["/docs/guides/", "/docs/guides"],
    ["/docs/guides/balloons/", "/docs/guides/balloons"],
    ["/docs/errors/not_found/", "/docs/errors/not_found"],
  ])("leads from %s to %s", async (path, target) => {
    const { statusCode, headers } = await get(path);
    expect([statusCode, headers.location]).toEqual([308, target]);
  });

  it("lets pages load nothing from elsewhere", async () => {
    for (const path of ["/", "/docs/errors", "/docs/guides", "/docs/guides/balloons", "/docs/api"]) {
      const { headers, body } = await get(path);
      expect(headers["content-security-policy"], path).toMatch(/^default-src 'none'/);
      expect(headers["content-security-policy"], path).not.toMatch(/https?:/);
      const loaded = [...body.matchAll(/<(?:script|link|img)[^>]*(?:src|href)="([^"]+)"/g)].map(
        ([, address]) => address,
      );
      expect(
        loaded.filter((address) => !/^(\/|data:,)/.test(address ?? "")),
        path,
      ).toEqual([]);
    }
  });

  it("serves what the pages load, for ever under one name", async () => {
    const { body } = await get("/docs/api");
    const script = /<script type="module" src="([^"]+)"/.exec(body)?.[1] ?? "";
    const start = await get(script);
    const bundle = /from "([^"]+)"/.exec(start.body)?.[1] ?? "";
    const stylesheet = /rel="stylesheet" href="([^"]+)"/.exec((await get("/")).body)?.[1] ?? "";
    const font = /url\("([^"]+)"\)/.exec((await get(stylesheet)).body)?.[1] ?? "";
    for (const path of [script, bundle, stylesheet, font]) {
      const { statusCode, headers } = await get(path);
      expect([path, statusCode]).toEqual([path, 200]);
      expect(headers["cache-control"]).toContain("immutable");
    }
  });

  it("opens no file that is not one of the bundle's scripts", async () => {
    const { body } = await get("/docs/api");
    const script = await get(/<script type="module" src="([^"]+)"/.exec(body)?.[1] ?? "");
    const folder = /from "([^"]+)\/standalone/.exec(script.body)?.[1] ?? "";
    for (const name of ["../../package.json", "..%2f..%2fpackage.json", "standalone.esm.js.map", ""])
      expect((await get(`${folder}/${name}`)).statusCode, name).toBe(404);
  });

  it("tells the same as Markdown and for language models", async () => {
    const markdown = (await get("/docs/api.md")).body;
    for (const text of [
      "### List balloons",
      "`GET /balloons`",
      "`booking_overlap`",
      "### Balloon\n",
      "balloon.launched",
    ])
      expect(markdown).toContain(text);
    const llms = await get("/llms.txt");
    expect(llms.body).toContain(`${publicUrl}/docs/api.md`);
    expect(llms.body).toContain("`POST /balloons` (scope `balloons:write`)");
  });
});

describe("html", () => {
  it("escapes what is not markup, in text and in attributes", () => {
    const name = `<b onclick="x('&')">`;
    expect(html`<i title="${name}">${name}</i>${[html`<u></u>`]}`.text).toBe(
      '<i title="&lt;b onclick=&quot;x(&#39;&amp;&#39;)&quot;&gt;">&lt;b onclick=&quot;x(&#39;&amp;&#39;)&quot;&gt;</i><u></u>',
    );
    expect(withCode("a `<b>` & c").text).toBe("a <code>&lt;b&gt;</code> &amp; c");
  });
});
