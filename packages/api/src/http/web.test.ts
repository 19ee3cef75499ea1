import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fastify from "fastify";
import { afterAll, beforeEach, expect, test } from "vitest";
import { webPlugin } from "./web.ts";

const root = mkdtempSync(join(tmpdir(), "web-"));
const folder = join(root, "dist");
const app = fastify();
await app.register(webPlugin({ folder, publicUrl: "https://aviationalley.example" }));

const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });

const build = (index: string): void => {
  mkdirSync(join(folder, "assets"), { recursive: true });
  mkdirSync(join(folder, ".vite"), { recursive: true });
  writeFileSync(join(root, "secret.js"), "secret");
  writeFileSync(join(folder, ".vite/manifest.json"), "{}");
  writeFileSync(join(folder, "theme.js"), "theme");
  writeFileSync(join(folder, "assets/page-abc.js"), "page".repeat(1_000));
  writeFileSync(join(folder, "index.html"), index);
};

let built = 0;
beforeEach(() => {
  build("<p>first</p>");
  utimesSync(join(folder, "index.html"), ++built, built);
});
afterAll(async () => {
  await app.close();
  rmSync(root, { recursive: true, force: true });
});

test("every address below /app is the one page, which no cache keeps", async () => {
  for (const path of ["/app", "/app/", "/app/settings/members?mode=test", "/app/no/such/page"]) {
    const answer = await get(path);
    expect([answer.statusCode, answer.body, answer.headers["cache-control"]]).toEqual([
      200,
      "<p>first</p>",
      "no-store",
    ]);
    expect(answer.headers["content-type"]).toBe("text/html; charset=utf-8");
  }
});

test("the page runs our own scripts only, and nobody frames it", async () => {
  const policy = String((await get("/app")).headers["content-security-policy"]);
  expect(policy).toContain("script-src 'self';");
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("unsafe-eval");
});

test("a file with its hash in its name is kept for ever, and compressed; one without is asked for anew", async () => {
  const hashed = await get("/app/assets/page-abc.js", { "accept-encoding": "gzip" });
  expect(hashed.headers).toMatchObject({
    "cache-control": "public, max-age=31536000, immutable",
    "content-encoding": "gzip",
    "content-type": "text/javascript; charset=utf-8",
  });
  expect((await get("/app/theme.js")).headers["cache-control"]).toBe("public, max-age=0, must-revalidate");
});

test("a file of an older build is not found, instead of being a page", async () => {
  expect((await get("/app/assets/page-old.js")).statusCode).toBe(404);
});

test("no path leads out of the build, nor to what describes it", async () => {
  for (const path of [
    "/app/../secret.js",
    "/app/%2e%2e/secret.js",
    "/app/..%2fsecret.js",
    "/app/assets/..%2f..%2fsecret.js",
  ])
    expect((await get(path)).body, path).not.toBe("secret");
  expect((await get("/app/.vite/manifest.json")).body).not.toBe("{}");
});

test("a new build is served without a new start", async () => {
  expect((await get("/app")).body).toBe("<p>first</p>");
  build("<p>second</p>");
  expect((await get("/app")).body).toBe("<p>second</p>");
});

test("without a build it says how to make one", async () => {
  rmSync(folder, { recursive: true });
  const answer = await get("/app");
  expect(answer.statusCode).toBe(503);
  expect(answer.body).toContain("npm run build");
});
