import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isInstalled } from "./installed.mjs";

let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "installed-"));
  mkdirSync(join(folder, "node_modules"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const here = { os: [process.platform], cpu: [process.arch] };
const elsewhere = { os: ["plan9"], cpu: [process.arch] };
const lock = {
  "": { optionalDependencies: { "node-here": "24.0.0", "node-elsewhere": "24.0.0" } },
  "node_modules/pg": { version: "8.0.0", integrity: "sha512-a" },
  "node_modules/vitest": { version: "5.0.0", integrity: "sha512-b", dev: true },
  "node_modules/node-here": { version: "24.0.0", optional: true, ...here },
  "node_modules/node-elsewhere": { version: "24.0.0", optional: true, ...elsewhere },
  "node_modules/fast": { version: "1.0.0", optional: true, ...here },
};
const complete = ["node_modules/pg", "node_modules/vitest", "node_modules/node-here"];

const given = (names, changes = {}) => {
  const present = Object.fromEntries(names.map((name) => [name, { ...lock[name], ...changes[name] }]));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages: lock }));
  writeFileSync(join(folder, "node_modules/.package-lock.json"), JSON.stringify({ packages: present }));
  return isInstalled(folder, { development: true });
};
const without = (name) => complete.filter((other) => other !== name);

describe("an installation is complete", () => {
  test("with all that is needed here, without what is for other machines", () => expect(given(complete)).toBe(true));

  test("without development libraries where none is needed", () => {
    given(without("node_modules/vitest"));
    expect(isInstalled(folder, { development: false })).toBe(true);
  });
});

describe("an installation is incomplete", () => {
  test("when a library is missing", () => expect(given(without("node_modules/pg"))).toBe(false));

  test("when a development library is missing", () => expect(given(without("node_modules/vitest"))).toBe(false));

  test("when the Node for this machine is missing, which npm skips silently", () =>
    expect(given(without("node_modules/node-here"))).toBe(false));

  test("when a version differs", () =>
    expect(given(complete, { "node_modules/pg": { version: "7.0.0" } })).toBe(false));

  test("when the content of a version differs", () =>
    expect(given(complete, { "node_modules/pg": { integrity: "sha512-z" } })).toBe(false));

  test("when npm was interrupted and left no record", () => {
    given(complete);
    rmSync(join(folder, "node_modules/.package-lock.json"));
    expect(isInstalled(folder, { development: true })).toBe(false);
  });
});
