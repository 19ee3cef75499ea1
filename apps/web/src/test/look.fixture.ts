import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { until } from "@aviationalley/testing/until.ts";
import axe from "axe-core";
import type { BrowserPage, Visit } from "./console.fixture.ts";

/** Where every test leaves what it saw, for people to look at. Not kept in git. */
const SCREENS = fileURLToPath(new URL("../../../../.artifacts/screens", import.meta.url));
mkdirSync(SCREENS, { recursive: true });

const SCREEN = 900;
/** Of a picture: five screens show how a page is made, and a taller one takes Chromium ten seconds. */
const TALLEST = 4_500;
const THEMES = ["light", "dark"] as const;
/** Nothing but colours changes with the theme. */
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] } as const;
const GRAVE = ["serious", "critical"];

/**
 * While one chooses from a list, readers do not see the page behind it, and Tab does not lead there. That what is behind a
 * dialog need not be checked axe sees by itself; of a list it does not.
 */
const TAKEN_TAB = "aria-hidden-focus";

/** Loaded, and come to rest: no placeholder, no request of a list, no movement that ends. */
const RESTS = `
  !document.querySelector(".animate-pulse.bg-sunken, [aria-busy=true], [aria-label=Loading]") &&
  document.getAnimations().every((one) => one.playState !== "running" || one.effect?.getTiming().iterations === Infinity)`;

/** Waits until a script is true of the page. (Playwright's own way needs eval, which the console's policy refuses.) */
export const untilTrue = (page: BrowserPage, script: string, ms = 15_000): Promise<void> =>
  until(() => page.evaluate<boolean>(script), ms);

export const settled = (page: BrowserPage): Promise<void> => untilTrue(page, RESTS);

/** As a file's name, without ids and ends of tokens: the next run writes over it. */
const fileName = (name: string): string =>
  name
    .replaceAll(/\b(evt_|del_)?[0-9a-f-]*[0-9a-f]{12,}\b|…[0-9a-f]{4}\b/g, "")
    .replaceAll(/[^a-z0-9]+/gi, "-")
    .replaceAll(/^-|-$/g, "")
    .slice(0, 90)
    .toLowerCase();

/** The public pages follow the system by their stylesheet alone. */
const THEME = `(document.documentElement.dataset.theme ??
  (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"))`;

/** The whole page, or what lies over it, as a picture. */
export const snap = async (page: BrowserPage, name: string): Promise<void> => {
  const isCovered = (await page.locator("[role=dialog], [role=menu], [role=listbox]").count()) > 0;
  const width = page.viewportSize()?.width ?? 0;
  const theme = await page.evaluate<string>(THEME);
  const path = join(SCREENS, `${fileName(name)}-${width}-${theme}.png`);
  const whole = await page.evaluate<number>("document.documentElement.scrollHeight");
  const tall = isCovered ? SCREEN : Math.min(whole, TALLEST);
  // A taller screen, not a picture of the whole page: what stands at a screen's edges belongs there.
  if (tall > SCREEN) await page.setViewportSize({ width, height: tall });
  await page.screenshot({ path, animations: "disabled" });
  if (tall > SCREEN) await page.setViewportSize({ width, height: SCREEN });
};

/** Wider than its place: the page, a dialog's own content, a card (it cuts off what is), what stands in a cell of a table. */
const TOO_WIDE = `[...document.querySelectorAll("html, [role=dialog], [role=dialog] > div, main section, tbody td")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1)
  .map((one) => ({ html: "the page", section: "a card's content", td: "a cell's content" }[one.localName] ?? "a dialog") + " is too wide by " +
    (one.scrollWidth - one.clientWidth) + " px: " + one.textContent.slice(0, 60))`;

type Rules = Readonly<Record<(typeof THEMES)[number], "everything" | "colours" | "none">>;
export const THOROUGH: Rules = { light: "everything", dark: "colours" };
/** Where the second theme's colours were seen already: what is drawn may be another, its colours are not. */
export const AGAIN: Rules = { light: "everything", dark: "none" };
/** At a second width of what is drawn alike at each. */
export const WIDTH_ONLY: Rules = { light: "none", dark: "none" };

const runAxe = async (page: BrowserPage, only: "colours" | "everything"): Promise<string[]> => {
  await page.evaluate(`self.axe ?? (() => { ${axe.source} })()`);
  const options: axe.RunOptions = {
    resultTypes: ["violations"],
    ...(only === "colours" ? { runOnly: { ...COLOURS, values: [...COLOURS.values] } } : {}),
  };
  const { violations } = await page.evaluate<axe.AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
  const isChoosing = (await page.locator("[role=listbox]:visible").count()) > 0;
  return violations
    .filter(({ impact }) => GRAVE.includes(impact ?? ""))
    .filter(({ id }) => !(isChoosing && id === TAKEN_TAB))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
};

/**
 * What axe finds, and finds still when the page rests again: an answer that comes just then changes a colour, which takes
 * a tenth of a second, and half-way it may be too pale. What is wrong stays wrong.
 */
const axeFindings = async (page: BrowserPage, only: "colours" | "everything"): Promise<string[]> => {
  if ((await runAxe(page, only)).length === 0) return [];
  await settled(page);
  return runAxe(page, only);
};

/**
 * Looks at what is shown, in both themes, and leaves a picture of each.
 * @param rules which of axe's are asked, by theme
 * @returns what a person would be right to complain of; empty where all is well
 */
export const lookAt = async ({ page, complaints, foreign }: Visit, name: string, rules: Rules): Promise<string[]> => {
  const found: string[] = [];
  for (const theme of THEMES) {
    await page.emulateMedia({ colorScheme: theme });
    await untilTrue(page, `${THEME} === "${theme}"`);
    await settled(page);
    const asked = rules[theme];
    if (asked !== "none") found.push(...(await axeFindings(page, asked)).map((one) => `${theme}: ${one}`));
    await snap(page, name);
  }
  await page.emulateMedia({ colorScheme: "light" });
  found.push(...(await page.evaluate<string[]>(TOO_WIDE)));
  found.push(...complaints.splice(0).map((one) => `the console says: ${one}`));
  found.push(...foreign.splice(0).map((one) => `asked of another server: ${one}`));
  return found.map((one) => `${name}: ${one}`);
};
