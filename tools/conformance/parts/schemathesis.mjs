import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { here, pipVersion, schemathesis } from "../lib/tools.mjs";
import { sh, tail } from "../lib/shell.mjs";

const EXAMPLES = 25;
const PHASES = ["examples", "coverage", "fuzzing", "stateful"];

/** What ends a run that found nothing: 0. 1 is findings; anything else is a tool that could not run. */
const FOUND = 1;

const once = async (server, keyName, seed, folder) => {
  const record = join(folder, `${keyName}-${seed}.jsonl`);
  const args = [
    "--config-file",
    join(here, "schemathesis/schemathesis.toml"),
    "run",
    `${server.api}/openapi.json`,
    "--url",
    server.api,
    "--header",
    `Authorization: Bearer ${server[keyName]}`,
    "--checks",
    "all",
    "--max-examples",
    String(EXAMPLES),
    "--seed",
    String(seed),
    "--continue-on-failure",
    "--no-color",
    "--generation-database",
    "none",
    "--report",
    "ndjson",
    "--report-ndjson-path",
    `${record}.report`,
  ];
  const env = {
    PYTHONPATH: join(here, "schemathesis"),
    PYTHONDONTWRITEBYTECODE: "1",
    SCHEMATHESIS_HOOKS: "hooks",
    CONFORMANCE_RECORD: record,
    CONFORMANCE_WORLD: JSON.stringify({
      simulatorId: server.simulatorId,
      trainees: server.trainees,
      instructors: server.instructors,
      firstSlot: server.slot(20 + seed * 40),
    }),
  };
  const result = await sh(schemathesis, args, { cwd: folder, env });
  if (!result.ok && result.code !== FOUND) throw new Error(`schemathesis ended with ${result.code}:\n${tail(result)}`);
  return { ...result, calls: readLines(record) };
};

const readLines = (file) =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

/** `- ST202 Schema-valid request rejected`, under the operation's heading. */
const failuresOf = (text) => {
  const findings = [];
  let operation = "";
  for (const line of text.split("\n")) {
    operation = /^_{4,} (.+?) _{4,}$/.exec(line)?.[1] ?? operation;
    const failure = /^- (ST\d+ .+)$/.exec(line)?.[1];
    if (failure) findings.push(`${failure}: ${operation}`);
  }
  return findings;
};

/** Numbers, times and ids say nothing of what kind a refusal is. */
const kindOf = (message) => message.replace(/\d[\d:TZ.-]*/g, "#").replace(/^(LEFT|RIGHT)\b/, "SEAT");

/** A request that the document allows, refused all the same: one finding per reason. */
const refusalsOf = (calls) =>
  calls
    .filter(({ positive, status }) => positive && (status === 400 || status === 422))
    .flatMap(({ operation, status, code, errors }) =>
      (errors?.length ? errors : [{ path: "", message: "" }]).map(
        ({ path, message }) => `allowed but refused: ${operation} ${status} ${code} ${kindOf(path)} ${kindOf(message)}`,
      ),
    );

export const schemathesisPart = {
  name: "schemathesis",
  tool: async () => `Schemathesis ${await pipVersion("schemathesis")}`,
  needs: ["python"],
  run: async ({ server, seeds }) => {
    const folder = mkdtempSync(join(tmpdir(), "schemathesis-"));
    const findings = new Set();
    const counts = { calls: 0, done: 0, booked: 0 };
    const phases = Object.fromEntries(PHASES.map((phase) => [phase, 0]));
    try {
      for (const key of ["star", "readOnly"])
        for (const seed of seeds) {
          const { out, ok, calls } = await once(server, key, seed, folder);
          const found = [...failuresOf(out), ...refusalsOf(calls)];
          if (!ok && failuresOf(out).length === 0)
            found.push(`ended with findings that were not understood: ${out.slice(-800)}`);
          for (const finding of found) findings.add(finding);
          for (const { phase } of calls) phases[phase] += 1;
          counts.calls += calls.length;
          counts.done += calls.filter(({ status }) => status < 300).length;
          counts.booked += calls.filter(({ status }) => status === 201).length;
        }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    const said = PHASES.map((phase) => `${phase} ${phases[phase]}`).join(", ");
    const missed = PHASES.filter((phase) => phases[phase] === 0);
    return {
      did: `every check in every phase with a read-only key and a \`*\` key, seeds ${seeds.join(", ")}: ${counts.calls} calls (${said}), ${counts.done} of them done, ${counts.booked} bookings made`,
      findings: [...findings],
      enough:
        missed.length > 0 ? `no call in the phases ${missed.join(", ")}` : counts.booked > 0 || "no booking was made",
    };
  },
};
