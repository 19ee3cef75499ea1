import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must } from "../lib/shell.mjs";
import { oasdiff } from "../lib/tools.mjs";
import { project } from "../../smoke/process.mjs";

/** Written by `node packages/api/src/http/generate.ts --release`. */
const base = join(project, "docs/api/released.json");

const breaking = async (base, revision) => {
  const { out } = await must(oasdiff, ["breaking", base, revision, "--format", "json"]);
  return JSON.parse(out).map(({ id, operation, path, text }) => `${id}: ${operation} ${path}: ${text}`);
};

/** A tool that sees nothing must be told from a document in which nothing is broken. */
const seesFaults = async () => {
  const folder = mkdtempSync(join(tmpdir(), "changes-"));
  try {
    const document = JSON.parse(readFileSync(base, "utf8"));
    delete document.components.schemas.Pagination.properties.nextCursor;
    const spoiled = join(folder, "openapi.json");
    writeFileSync(spoiled, JSON.stringify(document));
    return (await breaking(base, spoiled)).length > 0 || "oasdiff did not see a field that was taken away";
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

export const changesPart = {
  name: "changes",
  tool: "oasdiff 1.36.0",
  needs: ["go"],
  run: async ({ documentFile }) => {
    const { version } = JSON.parse(readFileSync(base, "utf8")).info;
    return {
      did: `compared with the document last released (${version}), for changes that break a client`,
      findings: await breaking(base, documentFile),
      enough: await seesFaults(),
    };
  },
};
