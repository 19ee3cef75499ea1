import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const launchModule = new URL("launch.mjs", import.meta.url).href;
/** A server as ours: says its pid, and on a signal says which, and leaves with code 3. */
const SERVER = `
  setInterval(() => {}, 1000);
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => { console.log("got " + signal); process.exit(3); });
  console.log("pid " + process.pid + " " + process.argv.slice(2).join("|"));`;

let folder;
let otherNode;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "launch-"));
  writeFileSync(join(folder, "server.mjs"), SERVER);
  otherNode = join(folder, "node");
  symlinkSync(process.execPath, otherNode);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const launched = async (node) => {
  const argv = JSON.stringify([join(folder, "server.mjs"), "a b", "c"]);
  const source = `import { launch } from ${JSON.stringify(launchModule)}; launch(${JSON.stringify(node)}, ${argv});`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const output = { text: "" };
  parent.stdout.setEncoding("utf8").on("data", (text) => (output.text += text));
  await once(parent.stdout, "data");
  const [, pid] = /^pid (\d+) a b[|]c\n/.exec(output.text) ?? [];
  return { parent, output, pid: Number(pid) };
};

describe("with the running Node", () => {
  test("the launcher becomes the command: one process, its signals, its exit code", async () => {
    const { parent, output, pid } = await launched(process.execPath);
    expect(pid).toBe(parent.pid);
    parent.kill("SIGTERM");
    expect(await once(parent, "exit")).toEqual([3, null]);
    expect(output.text).toContain("got SIGTERM");
  });
});

describe("with another Node", () => {
  test.each(["SIGINT", "SIGTERM"])("%s reaches the child, and its exit code is ours", async (signal) => {
    const { parent, output, pid } = await launched(otherNode);
    expect(pid).not.toBe(parent.pid);
    parent.kill(signal);
    expect(await once(parent, "exit")).toEqual([3, null]);
    expect(output.text).toContain(`got ${signal}`);
  });

  test("a launcher killed with -9 leaves no child behind", async () => {
    const { parent, output } = await launched(otherNode);
    parent.kill("SIGKILL");
    await once(parent.stdout, "close"); // the child holds it open as long as it lives
    expect(output.text).toContain("got SIGTERM");
  });

  test("a child that a signal ended is told by its number, as a shell does", async () => {
    const { parent, pid } = await launched(otherNode);
    process.kill(pid, "SIGKILL");
    expect(await once(parent, "exit")).toEqual([137, null]);
  });
});
