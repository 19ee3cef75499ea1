import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../../smoke/process.mjs";
import { prismName, withPrism } from "../lib/prism.mjs";
import { openRelay } from "../lib/relay.mjs";
import { sh, tail } from "../lib/shell.mjs";

const API = "/api/v1";
const LIMIT_MS = 1_800_000;

/** The tests of the API that speak HTTP: those that start a server, themselves or by the stage of the firings. */
const suite = () =>
  globSync("packages/api/src/**/*.test.ts", { cwd: project })
    .filter((file) => /\b(startServer|openHouse)\(/.test(readFileSync(join(project, file), "utf8")))
    .toSorted();

/** The operation of the document that a call is, as `GET /bookings`. */
const operationsIn = ({ paths }) => {
  const known = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      pattern: new RegExp(`^${API}${path.replaceAll(/\{\w+\}/g, "[^/?]+")}(\\?|$)`),
    })),
  );
  return ({ method, path }) => known.find((one) => one.method === method && one.pattern.test(path))?.name;
};

/** Prism never answers where a body is not JSON. */
const isReadable = ({ body }) => {
  try {
    return body.length === 0 || JSON.parse(body) !== undefined;
  } catch {
    return false;
  }
};

/** `{ request, response }`: what Prism says of each, in words. What is too long for a header it cuts off. */
const understood = (header = "[]") => {
  if (!header.startsWith("[")) return { request: [header], response: header.includes('["response"') ? [header] : [] };
  const said = JSON.parse(header).filter(({ severity }) => severity === "Error");
  const of = (side) =>
    said
      .filter(({ location }) => location[0] === side)
      .map(({ location, message }) => `${location.join(".")} ${message}`);
  return { request: of("request"), response: of("response") };
};

const statusesIn = (answered) => {
  const statuses = new Set([...answered].map((one) => Number(one.split(" ").at(-1))));
  return [...statuses].toSorted((one, other) => one - other).join(", ");
};

/** An answer that the document does not promise; a request that it does not allow, and that was carried out. */
const findingsIn = (operation, { status }, { request, response }) => [
  ...response.map((what) => `${operation} ${status}: ${what}`),
  ...(status < 300 ? request.map((what) => `${operation} ${status}, though ${what}`) : []),
];

export const prismSuitePart = {
  name: "prism-suite",
  tool: () => `${prismName()}, under the API's own tests`,
  needs: ["npm"],
  run: async ({ document, documentFile }) => {
    const operationOf = operationsIn(document);
    const findings = new Set();
    const answered = new Set();
    let forbidden = 0;
    const relay = await openRelay({
      base: API,
      isDeclared: (call) => operationOf(call) !== undefined && isReadable(call),
      judge(call, answer, header) {
        const operation = operationOf(call);
        const said = understood(header);
        if (said.request.length > 0) forbidden += 1;
        answered.add(`${operation} ${answer.status}`);
        for (const finding of findingsIn(operation, answer, said)) findings.add(finding);
      },
    });
    try {
      const files = suite();
      const tests = await withPrism(documentFile, relay.origin, (prism) => {
        relay.through(prism);
        const args = ["node_modules/vitest/vitest.mjs", "run", "--reporter=dot", ...files];
        return sh(process.execPath, args, { env: { TEST_RELAY: relay.origin, NO_COLOR: "1" }, ms: LIMIT_MS });
      });
      if (!tests.ok) findings.add(`the tests fail under it: ${tail(tests, 4_000)}`);
      const passed = /Tests +(\d+) passed/.exec(tests.out)?.[1] ?? "no";
      const { judged, direct } = relay.counts;
      return {
        did: `as a validating proxy under the ${files.length} test files of the API that speak HTTP (${passed} tests): ${judged} calls judged, ${answered.size} pairs of operation and status (${statusesIn(answered)}); ${direct} calls that the document knows nothing of, or with a body that is no JSON, went past it`,
        findings: [...findings],
        enough: forbidden > 0 || "Prism saw nothing that the document forbids, though the tests send it",
      };
    } finally {
      relay.close();
    }
  },
};
