import { join } from "node:path";
import { project } from "../../smoke/process.mjs";
import { sh, tail } from "../lib/shell.mjs";
import { npmVersion } from "../lib/tools.mjs";

/** What stands in the repository is what the server serves: all else here would judge something nobody gets. */
const served = ({ server, document, committed }) => {
  const asCommitted = JSON.parse(JSON.stringify(document).replaceAll(server.origin, "https://aviationalley.example"));
  return JSON.stringify(asCommitted) === JSON.stringify(committed)
    ? []
    : ["docs/api/openapi.json is not what is served"];
};

const metaSchema = async ({ document }) => {
  const { Validator } = await import("@seriousme/openapi-schema-validator");
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  return valid ? [] : [errors].flat().map((error) => `meta-schema: ${JSON.stringify(error)}`);
};

const linters = async () => {
  const result = await sh(process.execPath, ["tools/contract/check.mjs"]);
  return result.ok ? [] : [`linters: ${tail(result)}`];
};

const linter = (name) => npmVersion(name, join(project, "tools/contract"));

export const documentPart = {
  name: "document",
  tool: () =>
    `Redocly ${linter("@redocly/cli")} recommended-strict, Spectral ${linter("@stoplight/spectral-cli")} oas and OWASP ${linter("@stoplight/spectral-owasp-ruleset")}, the OpenAPI 3.0 meta-schema (openapi-schema-validator ${npmVersion("@seriousme/openapi-schema-validator")})`,
  needs: ["npm"],
  run: async (context) => ({
    did: "the served document, which is the committed one; each linter is first shown a fault that it must see",
    findings: [...served(context), ...(await metaSchema(context)), ...(await linters())],
  }),
};
