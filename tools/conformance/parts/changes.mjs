import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must, sh, tail } from "../lib/shell.mjs";
import { here, OASDIFF, oasdiff } from "../lib/tools.mjs";
import { project } from "../../smoke/process.mjs";

/** Written by `node packages/api/src/http/generate.ts --release`. */
const base = join(project, "docs/api/released.json");

/** openapi-diff is a plugin of Maven, which this folder's pom.xml configures; in its log this means that something breaks. */
const plugin = join(here, "changes");
const PLUGIN = "org.openapitools.openapidiff:openapi-diff-maven";
const VERDICT = "broke backward compatibility";

const pluginVersion = () => /<version>(\d.*\..*)<\/version>/.exec(readFileSync(join(plugin, "pom.xml"), "utf8"))?.[1];

/** What breaks a client of `base` in `revision`, as each tool sees it. */
const breakagesBy = {
  async oasdiff(base, revision) {
    const { out } = await must(oasdiff, ["breaking", base, revision, "--format", "json"]);
    return JSON.parse(out).map(({ id, operation, path, text }) => `oasdiff: ${id}: ${operation} ${path}: ${text}`);
  },
  async "openapi-diff"(base, revision) {
    const result = await sh("mvn", ["-B", `${PLUGIN}:diff`, `-Dreleased=${base}`, `-Dserved=${revision}`], {
      cwd: plugin,
    });
    if (result.ok) return [];
    if (!result.out.includes(VERDICT)) throw new Error(`openapi-diff came to no verdict: ${tail(result)}`);
    return [`openapi-diff: ${tail(result)}`];
  },
};

/** A tool that sees nothing must be told from a document in which nothing is broken. */
const spoiled = () => {
  const document = JSON.parse(readFileSync(base, "utf8"));
  delete document.components.schemas.Pagination.properties.nextCursor;
  return JSON.stringify(document);
};

export const changesPart = {
  name: "changes",
  tool: () => `oasdiff ${OASDIFF}, openapi-diff ${pluginVersion()}`,
  needs: ["go", "java"],
  run: async ({ documentFile }) => {
    const folder = mkdtempSync(join(tmpdir(), "changes-"));
    const broken = join(folder, "openapi.json");
    writeFileSync(broken, spoiled());
    try {
      const findings = [];
      for (const [name, breakages] of Object.entries(breakagesBy)) {
        findings.push(...(await breakages(base, documentFile)));
        if ((await breakages(base, broken)).length === 0) findings.push(`${name} did not see a field taken away`);
      }
      const { version } = JSON.parse(readFileSync(base, "utf8")).info;
      const did = `compared with the document last released (${version}), for changes that break a client; each tool is shown one that it must see`;
      return { did, findings };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
