import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must } from "../lib/shell.mjs";
import { oasdiff } from "../lib/tools.mjs";
import { project } from "../../smoke/process.mjs";

const released = join(project, "docs/api/released");

/** Version by version, not letter by letter: 1.10.0 comes after 1.9.0. */
const latest = () => {
  const names = existsSync(released) ? readdirSync(released).filter((name) => name.endsWith(".json")) : [];
  return names.toSorted((one, other) => one.localeCompare(other, "en", { numeric: true })).at(-1);
};

const breaking = async (base, revision) => {
  const { out } = await must(oasdiff, ["breaking", base, revision, "--format", "json"]);
  return JSON.parse(out).map(({ id, operation, path, text }) => `${id}: ${operation} ${path}: ${text}`);
};

/** A tool that sees nothing must be told from a document in which nothing is broken. */
const seesFaults = async (base) => {
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
    const name = latest();
    if (!name) throw new Error("docs/api/released holds no document to compare with");
    const base = join(released, name);
    return {
      did: `compared with the released document ${name.replace(".json", "")}: no change that breaks a client`,
      findings: await breaking(base, documentFile),
      enough: await seesFaults(base),
    };
  },
};
