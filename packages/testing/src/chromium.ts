import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const PATH = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

/** Why browser tests cannot run here; undefined when they can. In CI they always run, so that a missing browser fails. */
export const noBrowser: string | undefined =
  existsSync(PATH) || process.env["CI"] === "true" ? undefined : `${PATH} is missing; install chromium`;

/** A headless Chromium that asks nothing of the network by itself. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: PATH,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
