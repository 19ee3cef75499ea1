import { readdir, readFile } from "node:fs/promises";
import fastify from "fastify";
import { describe, expect, it } from "vitest";
import { GUIDES } from "../../../compose/guides.ts";
import { IMPORTED_NOUNS } from "../../../compose/imports/run-import.ts";
import { EVENTS } from "../../../lib/webhooks.ts";
import { appRouter } from "../../../root.ts";
import { docsPlugin } from "../../docs.ts";
import { toyEvents, toyRouter } from "../../openapi/toy-router.ts";
import { operationsOf } from "../../walk.ts";
import { nounsOf } from "./nouns.ts";
import { stepRows } from "./table.ts";

const publicUrl = "https://aviationalley.example";
const nouns = nounsOf({ router: appRouter, events: EVENTS, guides: GUIDES });
const app = fastify();
await app.register(docsPlugin({ router: appRouter, publicUrl, events: EVENTS, guides: GUIDES }));
const get = async (url: string) => app.inject({ url });

const sorted = (list: readonly string[]) => list.toSorted((a, b) => a.localeCompare(b));
const modulesFolder = new URL("../../../modules/", import.meta.url);

describe("the guides", () => {
  it("cover every operation of the REST API and every event, each once", () => {
    const operations = nouns.flatMap((noun) => noun.operations.map(({ method, path }) => `${method} ${path}`));
    expect(sorted(operations)).toEqual(
      sorted(operationsOf(appRouter).map(({ meta }) => `${meta.method} ${meta.path}`)),
    );
    expect(sorted(nouns.flatMap(({ events }) => events.map(({ type }) => type)))).toEqual(
      sorted(EVENTS.map(({ type }) => type)),
    );
  });

  it("say of every noun what it is, and name no noun that there is not", () => {
    expect(nouns.filter(({ guide }) => !guide).map(({ slug }) => slug)).toEqual([]);
    expect(sorted(GUIDES.map(({ router }) => router))).toEqual(
      sorted(nouns.flatMap(({ guide }) => guide?.router ?? [])),
    );
  });

  it("name every import, and no other", () => {
    expect(sorted(GUIDES.flatMap(({ imported }) => imported ?? []))).toEqual(sorted(IMPORTED_NOUNS));
  });

  it("have a page for a noun that nobody wrote about", async () => {
    const other = fastify();
    await other.register(docsPlugin({ router: toyRouter, publicUrl, events: toyEvents }));
    const page = (await other.inject({ url: "/docs/guides/balloons" })).body;
    for (const text of ["A hot-air balloon.", "balloon.launched", "GET /balloons", "passengers[].name"])
      expect(page).toContain(text);
  });

  it("tell the page of webhooks who fires each event, and which fields it carries", async () => {
    const { body } = await get("/docs/webhooks");
    for (const { type } of EVENTS) {
      const entry = body.slice(body.indexOf(`<details id="${type}">`)).split("</details>")[0];
      expect(entry, type).toMatch(/Fired by.*\((?:OWNER|the center).*href="\/docs\/guides\/[a-z-]+#fields"/s);
    }
  });

  it("are linked from the navigation, the landing page and llms.txt", async () => {
    expect((await get("/docs/errors")).body).toContain('<a href="/docs/guides">Guides</a>');
    expect((await get("/")).body).toContain('<a href="/docs/guides">guides</a>');
    const llms = (await get("/llms.txt")).body;
    for (const { slug } of nouns) expect(llms).toContain(`${publicUrl}/docs/guides/${slug}.md`);
    expect((await get("/docs/guides/no-such-noun")).statusCode).toBe(404);
  });
});

describe.each(nouns)("the guide to $slug", (noun) => {
  const { slug, guide, events, operations, shape } = noun;

  it("is served as a page without scripts and as Markdown, with events, operations, fields and an example", async () => {
    const page = await get(`/docs/guides/${slug}`);
    const markdown = await get(`/docs/guides/${slug}.md`);
    expect([page.statusCode, markdown.statusCode]).toEqual([200, 200]);
    expect(page.body).not.toMatch(/<script|style="/);
    const webhooks = (await get("/docs/webhooks")).body;
    for (const { type } of events) {
      expect(page.body).toContain(`href="/docs/webhooks#${type}"`);
      expect(webhooks).toContain(`id="${type}"`);
    }
    for (const { body } of [page, markdown]) {
      for (const { method, path } of operations) expect(body).toContain(`${method} ${path}`);
      for (const field of Object.keys(shape.shape)) expect(body).toContain(field);
      for (const { section } of guide?.regulations ?? []) expect(body).toContain(section);
    }
  });

  it("tells every transition that the rule allows, and none that it does not", () => {
    const { transitions = {}, steps = [] } = guide?.states ?? {};
    const told = steps.flatMap(({ from, to }) => from.flatMap((source) => to.map((target) => `${source} ${target}`)));
    const allowed = Object.entries(transitions).flatMap(([from, all]) => all.map((to) => `${from} ${to}`));
    expect(sorted([...new Set(told)])).toEqual(sorted(allowed));
    for (const step of steps) expect(Object.keys(transitions)).toEqual(expect.arrayContaining([...step.from]));
  });

  it("fires each of its events by some step", () => {
    const fired = new Set(stepRows(noun).flatMap(({ event }) => event?.type ?? []));
    expect(sorted([...fired])).toEqual(sorted(events.map(({ type }) => type)));
  });
});

describe.each(await readdir(modulesFolder))("the regulation that %s quotes", (module) => {
  it("stands in its guide", async () => {
    const folder = new URL(`${module}/`, modulesFolder);
    const files = (await readdir(folder, { recursive: true })).filter((file) =>
      /(?<!guide|[.]test|[.]fixture)[.]ts$/.test(file),
    );
    const sources = await Promise.all(files.map((file) => readFile(new URL(file, folder), "utf8")));
    const quoted = sources.join("\n").matchAll(/\d+ CFR (?:part )?\d+(?:\.\d+)?|FAA MMEL PL-\d+|OpSpec [A-Z]\d+/g);
    const guide = await readFile(new URL("guide.ts", folder), "utf8").catch(() => "");
    for (const [section] of quoted) expect(guide, section).toContain(`section: "${section}"`);
  });
});
