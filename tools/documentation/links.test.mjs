import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

const project = join(import.meta.dirname, "../..");
const pages = ["*.md", "docs/**/*.md"].flatMap((pattern) => globSync(pattern, { cwd: project }));

/** Where a page's relative links lead, without what stands behind a #. Links into the running server begin with a slash. */
const linksOf = (page) =>
  [...readFileSync(join(project, page), "utf8").matchAll(/\]\((?![a-z]+:|\/|#)([^)\s#]+)/g)].map(([, link]) => link);

test("every relative link of the documentation leads to a file that is there", () => {
  expect(pages).toContain("docs/security.md");
  const broken = pages.flatMap((page) =>
    linksOf(page)
      .map((link) => relative(project, join(project, dirname(page), link)))
      .filter((target) => !existsSync(join(project, target)))
      .map((target) => `${page} → ${target}`),
  );
  expect(broken).toEqual([]);
});

test("the threat model shows tests, and each of its tables of attacks has some", () => {
  const shown = linksOf("docs/security.md").filter((link) => link.endsWith(".test.ts"));
  expect(new Set(shown).size).toBeGreaterThan(30);
});
