import { mkdirSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { EVENTS } from "../lib/webhooks.ts";
import { appRouter } from "../root.ts";
import { buildDocument } from "./openapi.ts";
import { breakingChanges, unannounced } from "./openapi/breaking.ts";
import type { OpenApiDocument } from "./openapi/document.ts";

/**
 * `node packages/api/src/http/generate.ts`: writes docs/api/openapi.json.
 * `--check` compares instead, and also with docs/api/released.json: what would break a client of the last release must
 * stand in CHANGELOG.md as `BREAKING: <operation> …`. `--release` makes the present document the released one.
 */
const project = join(import.meta.dirname, "../../../..");
const CURRENT = join(project, "docs/api/openapi.json");
const RELEASED = join(project, "docs/api/released.json");
const CHANGELOG = join(project, "CHANGELOG.md");

/** Reserved for examples (RFC 2606), so that the file does not depend on where it was made. */
const PUBLIC_URL = "https://aviationalley.example";

const read = (path: string): string => (existsSync(path) ? readFileSync(path, "utf8") : "");
const complain = (line: string): void => {
  process.stderr.write(`${line}\n`);
  process.exitCode = 1;
};

const document = buildDocument(appRouter, { publicUrl: PUBLIC_URL, events: EVENTS });
const text = `${JSON.stringify(document, null, 2)}\n`;

if (process.argv.includes("--check")) {
  if (read(CURRENT) !== text) complain("docs/api/openapi.json is stale: node packages/api/src/http/generate.ts");
  const released = read(RELEASED);
  // Written by this script, so it has the shape.
  const changes = released === "" ? [] : breakingChanges(JSON.parse(released) as OpenApiDocument, document);
  for (const { operation, what } of unannounced(changes, read(CHANGELOG)))
    complain(
      `This breaks clients: ${operation} ${what}. If it must be, say so in CHANGELOG.md: BREAKING: ${operation} …`,
    );
} else {
  mkdirSync(dirname(CURRENT), { recursive: true });
  writeFileSync(CURRENT, text);
  if (process.argv.includes("--release")) writeFileSync(RELEASED, text);
}
