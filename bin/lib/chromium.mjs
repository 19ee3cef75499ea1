import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "./bootstrap.mjs";
import { Refusal } from "./refusal.mjs";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

const findChromium = () => [process.env.CHROMIUM_PATH, ...PLACES].find((path) => path && existsSync(path));

const hasBrowserTests = () =>
  ["apps", "packages"].some((folder) =>
    readdirSync(join(projectFolder, folder), { recursive: true }).some(
      (path) => path.endsWith(".browser.test.ts") && !path.includes("node_modules"),
    ),
  );

const apt = (say, ...args) => {
  say(`  apt-get ${args.join(" ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync("apt-get", ["-q", ...args], { stdio: ["ignore", 2, 2], env }).status === 0;
};

/** Why Chromium could not be installed here; undefined when it was. */
const installChromium = (say) => {
  if (process.getuid?.() !== 0) return "Chromium is not installed, and only root may install it";
  if (!existsSync("/usr/bin/apt-get")) return "Chromium is not installed, and this system has no apt-get";
  say("Installing Chromium for the browser tests (once) …");
  if (!apt(say, "update")) return "apt-get update failed";
  if (!apt(say, "install", "-y", "--no-install-recommends", "chromium")) return "apt-get could not install Chromium";
  return undefined;
};

/**
 * Finds or installs the browser that `*.browser.test.ts` drive.
 * @returns the environment that tells them: CHROMIUM_PATH, or BROWSER_TESTS_SKIPPED with the reason. In CI a missing
 * browser is an error: a test that is always skipped there proves nothing.
 */
export const ensureChromium = async (say) => {
  if (!hasBrowserTests()) return {};
  const problem = findChromium() ? undefined : installChromium(say);
  const path = findChromium();
  if (path) return { CHROMIUM_PATH: path };
  const remedy = "Install chromium with the system's packages, or set CHROMIUM_PATH to a browser's file.";
  if (process.env.CI === "true") throw new Refusal(problem, remedy);
  say(`\n*** BROWSER TESTS WILL BE SKIPPED: ${problem}. ${remedy} ***\n`);
  return { BROWSER_TESTS_SKIPPED: problem };
};
