import { Validator } from "@seriousme/openapi-schema-validator";
import { sh, tail } from "../lib/shell.mjs";

/** What stands in the repository is what the server serves: all else here would judge something nobody gets. */
const served = ({ server, document, committed }) => {
  const asCommitted = JSON.parse(JSON.stringify(document).replaceAll(server.origin, "https://aviationalley.example"));
  return JSON.stringify(asCommitted) === JSON.stringify(committed)
    ? []
    : ["docs/api/openapi.json is not what is served"];
};

const metaSchema = async ({ document }) => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  return valid ? [] : [errors].flat().map((error) => `meta-schema: ${JSON.stringify(error)}`);
};

const linters = async () => {
  const result = await sh(process.execPath, ["tools/contract/check.mjs"]);
  return result.ok ? [] : [`linters: ${tail(result)}`];
};

export const documentPart = {
  name: "document",
  tool: "Redocly recommended-strict, Spectral oas and OWASP, the OpenAPI 3.0 meta-schema",
  needs: ["npm"],
  run: async (context) => ({
    did: "the served document, which is the committed one; each linter is first shown a fault that it must see",
    findings: [...served(context), ...(await metaSchema(context)), ...(await linters())],
  }),
};
