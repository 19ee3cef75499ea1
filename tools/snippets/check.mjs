/**
 * Runs the docs' verification snippets against what the server signs. In CI every language must be there: what is
 * missing is installed from Debian where this is root, and is a failure where it is not.
 */
import { spawnSync } from "node:child_process";
import { verificationCases } from "./cases.mjs";
import { faultsOf, isThere, LANGUAGES } from "./languages.mjs";

const inCI = process.env.CI === "true";
const isRoot = process.getuid?.() === 0;

const install = ({ debian }) => {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", debian]])
    spawnSync("apt-get", args, { stdio: ["ignore", "ignore", "inherit"], env });
};

let failed = false;
for (const language of LANGUAGES) {
  const { name, unrun, debian } = language;
  if (unrun) {
    console.log(`–      ${name}: ${unrun}`);
    continue;
  }
  if (!isThere(language) && inCI && isRoot) install(language);
  if (!isThere(language)) {
    failed ||= inCI;
    console.log(`${inCI ? "FAILED" : "–     "} ${name} is not on this machine: apt-get install ${debian}`);
    continue;
  }
  const cases = verificationCases();
  const faults = faultsOf(language, cases);
  failed ||= faults.length > 0;
  console.log(`${faults.length > 0 ? "FAILED" : "ok    "} ${name}: ${cases.length} cases`);
  for (const fault of faults) console.log(`       ${fault}`);
}
process.exit(failed ? 1 : 0);
