import { globSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";

const project = join(import.meta.dirname, "../..");
const sources = globSync("{apps/server,packages/api,packages/db}/src/**/*.ts", { cwd: project }).filter(
  (name) => !/\.(test|fixture)\.ts$/.test(name),
);

const importsOf = (name) =>
  [...readFileSync(join(project, name), "utf8").matchAll(/^(?:import|export) [^;]*?from "([\w@][^"]*)";/gm)]
    .map(([, from]) => from.split("/").slice(0, from.startsWith("@") ? 2 : 1))
    .map((parts) => parts.join("/"))
    .filter((from) => !/^(node:|@aviationalley\/)/.test(from) && !builtinModules.includes(from));

test("the threat model names every library that runs in the server, and no other", () => {
  const page = readFileSync(join(project, "docs/security.md"), "utf8");
  const table = page.slice(page.indexOf("| library |"), page.indexOf("## Accepted risks"));
  const named = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
  expect(named.toSorted()).toEqual([...new Set(sources.flatMap(importsOf))].toSorted());
});
