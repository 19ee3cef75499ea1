import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureConsole } from "./console.mjs";

const project = mkdtempSync(join(tmpdir(), "console-build-"));
const web = join(project, "apps/web");
const index = join(web, "dist/index.html");
const said = [];
const ensure = () => ensureConsole(project, (line) => said.push(line));

const write = (text) => {
  writeFileSync(join(web, "src/main.js"), text);
  // File systems with a coarse clock: the source is the younger one for certain.
  const soon = Date.now() / 1000 + 5;
  utimesSync(join(web, "src/main.js"), soon, soon);
};

beforeAll(() => {
  mkdirSync(join(web, "src"), { recursive: true });
  symlinkSync(join(import.meta.dirname, "../../node_modules"), join(project, "node_modules"), "dir");
  writeFileSync(join(web, "index.html"), '<script type="module" src="/src/main.js"></script>');
  writeFileSync(join(web, "src/main.js"), "document.title = 'one';");
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

test("the console is built once, and again only when a source is younger", async () => {
  await ensure();
  const first = statSync(index).mtimeMs;
  expect(said.at(-1)).toMatch(/^Console built in/);
  const lines = said.length;
  await Promise.all([ensure(), ensure()]);
  expect([statSync(index).mtimeMs, said.length]).toEqual([first, lines]);
  write("document.title = 'two';");
  await ensure();
  expect(said.length).toBeGreaterThan(lines);
  expect(readFileSync(index, "utf8")).toContain("assets/index-");
});

test("a console that cannot be built is said, and stops nothing", async () => {
  write("this is no JavaScript");
  await ensure();
  expect(said.at(-1)).toMatch(/THE CONSOLE COULD NOT BE BUILT/);
});
