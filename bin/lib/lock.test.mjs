import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const lockModule = new URL("lock.mjs", import.meta.url).href;

let folder;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "lock-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that takes the lock, says so, and runs `work` under it. */
const contender = (work) => {
  const source = `
    import { withLock } from ${JSON.stringify(lockModule)};
    import { readFileSync, writeFileSync } from "node:fs";
    import { setTimeout as sleep } from "node:timers/promises";
    const counter = ${JSON.stringify(join(folder, "counter"))};
    await withLock(${JSON.stringify(join(folder, "held"))}, async (addHolder) => { console.log("held"); ${work} }, { onWait: () => console.log("waiting") });`;
  return spawn(process.execPath, ["--input-type=module", "-e", source], { stdio: ["ignore", "pipe", "inherit"] });
};

const increment = `const n = Number(readFileSync(counter, "utf8")); await sleep(50); writeFileSync(counter, String(n + 1));`;

test("two at once never work at the same time", async () => {
  writeFileSync(join(folder, "counter"), "0");
  const all = Array.from({ length: 4 }, () => contender(increment));
  await Promise.all(all.map((child) => once(child, "exit")));
  expect(readFileSync(join(folder, "counter"), "utf8")).toBe("4");
  expect(existsSync(join(folder, "held"))).toBe(false);
});

test("the lock of a killed process is taken over by exactly one", async () => {
  writeFileSync(join(folder, "counter"), "0");
  const dead = contender("await sleep(60_000);");
  await once(dead.stdout, "data");
  dead.kill("SIGKILL");
  await once(dead, "exit");
  const heirs = Array.from({ length: 3 }, () => contender(increment));
  await Promise.all(heirs.map((child) => once(child, "exit")));
  expect(readFileSync(join(folder, "counter"), "utf8")).toBe("3");
});

test("a killed process's lock stands as long as the child that works for it lives", async () => {
  const worker = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  const dead = contender(`addHolder(${worker.pid}); console.log("added"); await sleep(60_000);`);
  for (let said = ""; !said.includes("added");) said += String((await once(dead.stdout, "data"))[0]);
  dead.kill("SIGKILL");
  await once(dead, "exit");
  const heir = contender("");
  let said = String((await once(heir.stdout, "data"))[0]);
  expect(said).toBe("waiting\n");
  worker.kill("SIGKILL");
  heir.stdout.on("data", (text) => (said += text));
  await once(heir, "exit");
  expect(said).toContain("held");
});
