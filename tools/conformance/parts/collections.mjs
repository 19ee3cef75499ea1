import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { must, sh, tail } from "../lib/shell.mjs";
import { npmScript, npmVersion } from "../lib/tools.mjs";

const operationsOf = ({ paths }) =>
  Object.entries(paths).flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`));

const inFolder = async (use) => {
  const folder = mkdtempSync(join(tmpdir(), "collection-"));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const requestsOf = ({ item }) => item.flatMap((one) => (one.item ? requestsOf(one) : [one]));

/** The body that the example is, with what exists here. */
const withReal = (server, request, index) => {
  if (request.method !== "POST") return;
  const body = JSON.parse(request.body.raw);
  const trainees = [{ id: server.trainees[0], seat: "LEFT" }];
  const { simulatorId } = server;
  request.body.raw = JSON.stringify({
    ...body,
    simulatorId,
    trainees,
    instructorId: null,
    externalRef: null,
    ...server.slot(3_000 + index),
  });
};

/** Where an example names a row, the answer is that there is none; the shape of the request is what is tried. */
const WANTED = { GET: [200], POST: [201], PATCH: [404] };

const judged = ({ run: { executions } }) =>
  executions.flatMap(({ item, response, requestError }) => {
    const { method } = item.request;
    const status = response?.code;
    return WANTED[method].includes(status)
      ? []
      : [`${method} ${item.name} was answered ${status ?? requestError?.message}, not ${WANTED[method].join(" or ")}`];
  });

export const postmanPart = {
  name: "postman",
  tool: () => `openapi-to-postmanv2 ${npmVersion("openapi-to-postmanv2")}, Newman ${npmVersion("newman")}`,
  needs: ["npm"],
  run: ({ server, document, documentFile }) =>
    inFolder(async (folder) => {
      const file = join(folder, "collection.json");
      const options = "folderStrategy=Tags,parametersResolution=Example,enableOptionalParameters=false";
      const converter = npmScript("openapi-to-postmanv2/bin/openapi2postmanv2.js");
      await must(process.execPath, [converter, "-s", documentFile, "-o", file, "-O", options]);
      const collection = JSON.parse(readFileSync(file, "utf8"));
      const requests = requestsOf(collection);
      for (const [index, { request }] of requests.entries()) withReal(server, request, index);
      writeFileSync(file, JSON.stringify(collection));
      const report = join(folder, "report.json");
      const variables = ["--env-var", `baseUrl=${server.api}`, "--env-var", `bearerToken=${server.star}`];
      const newman = await sh(process.execPath, [
        npmScript("newman/bin/newman.js"),
        "run",
        file,
        "--reporters",
        "json",
        "--reporter-json-export",
        report,
        ...variables,
      ]);
      if (!newman.ok) return { did: "Newman failed", findings: [tail(newman)] };
      const wanted = operationsOf(document).length;
      return {
        did: `converted to a collection of ${requests.length} requests and sent by Newman with the token as its only variable`,
        findings: judged(JSON.parse(readFileSync(report, "utf8"))),
        enough: requests.length === wanted || `${requests.length} requests of ${wanted} operations`,
      };
    }),
};

/** Insomnia writes variables as {{ name }}. */
const fill = (text, values) => text.replace(/\{\{\s*_?\.?\s*(\w+)\s*\}\}/g, (whole, name) => values[name] ?? whole);

export const insomniaPart = {
  name: "insomnia",
  tool: () => `insomnia-importers ${npmVersion("insomnia-importers")} (Insomnia's own)`,
  needs: ["npm"],
  run: async ({ server, document, documentFile }) => {
    const { convert } = await import("insomnia-importers");
    const { data } = await convert(readFileSync(documentFile, "utf8"));
    const requests = data.resources.filter(({ _type }) => _type === "request");
    const values = { base_url: server.api, bearerToken: server.star };
    const findings = [];
    for (const { name, method, url, headers = [], authentication = {} } of requests) {
      if (authentication.type !== "bearer")
        findings.push(`${name} has no bearer token: ${JSON.stringify(authentication)}`);
      if (method.toUpperCase() !== "GET") continue;
      const sent = Object.fromEntries(headers.filter(({ disabled }) => !disabled).map((one) => [one.name, one.value]));
      const authorization = `Bearer ${fill(authentication.token ?? "", values)}`;
      const answer = await fetch(fill(url, values), { headers: { ...sent, authorization } });
      await answer.arrayBuffer();
      if (answer.status !== 200) findings.push(`${name} (${url}) was answered ${answer.status}`);
    }
    const wanted = operationsOf(document).length;
    return {
      did: `imported as ${requests.length} requests with their bearer token; every read was sent as imported`,
      findings,
      enough: requests.length === wanted || `${requests.length} requests of ${wanted} operations`,
    };
  },
};
