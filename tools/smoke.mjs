/**
 * `node tools/smoke.mjs`: the promises of the README, kept by the real commands on this machine. Starts the project
 * in a temporary data folder, uses it as a newcomer would, kills it, starts it again, and looks what is left behind.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, processesOf, run, start, until } from "./smoke/process.mjs";

const dataDir = mkdtempSync(join(tmpdir(), "smoke-"));
const port = await freePort();
const env = { DATA_DIR: dataDir, HOST: "127.0.0.1", PORT: String(port), DATABASE_URL: undefined };
const base = `http://127.0.0.1:${port}`;
const INSTALL_MS = 300_000;
const running = new Set();
/** Where the embedded PostgreSQL keeps its data: it says so when that is not the data folder. */
let cluster = dataDir;

const expect = (holds, sentence, context = "") => {
  if (!holds) throw new Error(`${sentence}: no\n${context}`);
  console.log(`  ok ${sentence}`);
};

const curlLineOf = (text) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .find((line) => /^curl .*Authorization/.test(line));

const statusOf = async (url, headers = {}) => {
  try {
    const answer = await fetch(url, { headers, signal: AbortSignal.timeout(5_000) });
    await answer.arrayBuffer(); // an answer that nobody reads keeps its connection open
    return answer.status;
  } catch {
    return 0;
  }
};

const startServer = async (...command) => {
  const server = start(command[0], command.slice(1), env);
  running.add(server);
  const isUp = async () => server.hasEnded() || (await statusOf(`${base}/readyz`)) === 200;
  await until("the server is ready", isUp, { ms: INSTALL_MS, context: server.all });
  expect(!server.hasEnded(), `${command.join(" ")} serves`, server.all());
  return server;
};

/** A pasted line, run as a person's shell would. */
const paste = (line) => {
  const answer = execFileSync("sh", ["-c", `${line} -w '\\n%{http_code}'`], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [, body, status] = /^([^]*)\n(\d{3})$/.exec(answer) ?? [];
  return { status, body };
};

/** One reason, one line, no stack; the last line is what a person reads. */
const expectRefusal = async (sentence, changes, names) => {
  const { code, out, err } = await run("node", ["bin/start.mjs"], { ...env, ...changes }, 60_000);
  const text = `${out}${err}`;
  expect(typeof code === "number" && code > 0, `${sentence}: it ends with an error code`, text);
  const last = err.trim().split("\n").at(-1) ?? "";
  expect(names.test(last), `${sentence}: the reason is the last line: ${last}`, text);
  expect(!/^\s+at .*[:(]/m.test(text), `${sentence}: without a stack`, text);
  expect(!text.includes("s3cret"), `${sentence}: without the password`);
};

const newcomer = async () => {
  console.log("first start");
  const server = await startServer("npm", "start");
  cluster = /its data is in (\S+)/.exec(server.all())?.[1] ?? dataDir;
  expect(processesOf(cluster).length > 0, "the embedded PostgreSQL runs", server.all());
  const line = await until("a curl line is printed", () => curlLineOf(server.all()), { context: server.all });
  const { status, body } = paste(line);
  expect(status === "200", "the printed curl line answers 200", body);
  expect(JSON.parse(body).data.length >= 1, "with at least one booking");
  return { server, line };
};

const operator = async () => {
  console.log("aa key create, beside the running server");
  const { code, out, err } = await run(
    "npx",
    ["aa", "key", "create", "--mode", "test", "--scopes", "bookings:read"],
    env,
  );
  expect(code === 0, "it succeeds", `${out}${err}`);
  expect(
    /^aa_test_[0-9a-f]{32}\n$/.test(out),
    "standard output is the token and nothing else",
    out.replace(/[0-9a-f]{8,}/g, "…"),
  );
  const headers = { authorization: `Bearer ${out.trim()}` };
  expect((await statusOf(`${base}/api/v1/bookings`, headers)) === 200, "the token opens GET /bookings");
  expect((await statusOf(`${base}/api/v1/trainees`, headers)) === 403, "and nothing beyond its scope");
  expect((await run("npx", ["aa", "key", "crate"], env)).code === 2, "a mistyped command ends with 2");
};

/** npm reports the signal that its shell got, whatever the server answered; the server's own code is 0. */
const stop = async (server, codes) => {
  server.signal("SIGINT");
  const code = await server.end();
  expect(codes.includes(code), `Ctrl-C ends it with ${codes.join(" or ")}`, `${code}\n${server.all()}`);
  running.delete(server);
  await until("no PostgreSQL is left behind", () => processesOf(cluster).length === 0, { ms: 5_000 });
  console.log("  ok no PostgreSQL is left behind");
};

const crash = async (server, line) => {
  console.log("kill -9, then start again");
  server.signal("SIGKILL");
  await server.end();
  running.delete(server);
  const next = await startServer("node", "bin/start.mjs");
  expect(paste(line).status === "200", "the first token still answers 200 after kill -9");
  return next;
};

const smoke = async () => {
  const { server: first, line } = await newcomer();
  await operator();
  await expectRefusal("a busy port", {}, new RegExp(`${port}`));
  await stop(first, [0, 130, "SIGINT"]);
  console.log("second start");
  const second = await startServer("npm", "start");
  expect(curlLineOf(second.all()) === undefined, "the token is printed once only");
  expect(paste(line).status === "200", "the first token still answers 200");
  await stop(await crash(second, line), [0]);
  console.log("faulty settings");
  await expectRefusal(
    "an unreachable database",
    { DATABASE_URL: "postgres://aa:s3cret@127.0.0.1:1/aa" },
    /127\.0\.0\.1|database/i,
  );
  await expectRefusal("a faulty setting", { PORT: "eighty" }, /PORT/);
};

const began = Date.now();
try {
  await smoke();
  console.log(`smoke: passed in ${Math.round((Date.now() - began) / 1000)} s`);
} catch (error) {
  console.error(`smoke: FAILED: ${error.message}`);
  for (const server of running) console.error(`what the server said:\n${server.all()}`);
  process.exitCode = 1;
} finally {
  for (const server of running) server.signal("SIGKILL");
  for (const pid of processesOf(cluster)) process.kill(Number(pid), "SIGKILL");
  for (const folder of [cluster, dataDir]) rmSync(folder, { recursive: true, force: true });
}
