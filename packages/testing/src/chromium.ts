import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

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

/** What a page asked of other servers than `origin`, and what it or its console complained of; filled as it happens. */
export const watchPage = (page: Page, origin: string): { foreign: string[]; complaints: string[] } => {
  const foreign: string[] = [];
  const complaints: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url())) foreign.push(request.url());
  });
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  return { foreign, complaints };
};
