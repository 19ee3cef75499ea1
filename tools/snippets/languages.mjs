/**
 * The verification snippets of the docs: how each is built and run here. A snippet reads a body from its standard input
 * and the rest from its environment, and prints what it makes of both signatures: `true false`.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../docs/webhooks/verify");
const file = (name) => join(folder, name);

/** `debian` installs it; `build` makes something in a folder of its own first. */
export const LANGUAGES = [
  { name: "Node", command: process.execPath, run: () => [process.execPath, file("node.mjs")] },
  { name: "Python", command: "python3", debian: "python3", run: () => ["python3", file("python.py")] },
  {
    name: "Go",
    command: "go",
    version: "version",
    debian: "golang-go",
    build: (out) => ["go", "build", "-o", join(out, "verify"), file("go.go")],
    run: (out) => [join(out, "verify")],
  },
  { name: "PHP", command: "php", debian: "php-cli", run: () => ["php", file("php.php")] },
  { name: "Ruby", command: "ruby", debian: "ruby", run: () => ["ruby", file("ruby.rb")] },
  {
    name: "Java",
    command: "javac",
    debian: "default-jdk-headless",
    build: (out) => ["javac", "-d", out, file("Java.java")],
    run: (out) => ["java", "-cp", out, "Java"],
  },
  // Debian has no .NET; the file says so.
  { name: "C#", unrun: "not run: Debian has no .NET" },
];

const quietly = { encoding: "utf8", timeout: 120_000 };

export const isThere = ({ command, version = "--version" }) =>
  spawnSync(command, [version], { ...quietly, stdio: "ignore" }).status === 0;

/**
 * Runs a snippet over cases `{ name, body, secret, signature, id, timestamp, signatures, want }`; answers what is wrong,
 * a line each.
 */
export const faultsOf = (language, cases) => {
  const out = mkdtempSync(join(tmpdir(), "aa-snippet-"));
  const goEnvironment = { GOCACHE: join(out, "cache"), GO111MODULE: "off", GOFLAGS: "" };
  const start = ([command, ...args], env, input) =>
    spawnSync(command, args, { ...quietly, input, cwd: out, env: { ...process.env, ...goEnvironment, ...env } });
  try {
    if (language.build) {
      const built = start(language.build(out), {});
      if (built.status !== 0) return [`${language.name} does not build: ${built.stderr}`];
    }
    return cases.flatMap(({ name, body, secret, signature, id, timestamp, signatures, want }) => {
      const env = { SECRET: secret, SIGNATURE: signature, ID: id, TIMESTAMP: timestamp, SIGNATURES: signatures };
      const { stdout, stderr } = start(language.run(out), env, body);
      const got = (stdout ?? "").trim();
      return got === want ? [] : [`${language.name}, ${name}: said "${got}", should say "${want}" ${stderr ?? ""}`];
    });
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
};
