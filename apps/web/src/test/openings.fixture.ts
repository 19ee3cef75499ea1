import type { BrowserPage } from "./console.fixture.ts";
import { untilTrue } from "./look.fixture.ts";

type Locator = ReturnType<BrowserPage["locator"]>;

/** Something that lies over the page. */
const LAYER = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox]";
const LAYER_OR_TOAST = `${LAYER}, [data-sonner-toast]`;

/** Buttons of a page that do something at once; what opens something is pressed. */
const DEEDS =
  /^(copy|copied|load more|try again|sign out|clear|resume|go on|stop|cancel|close|show what|light|dark|system)/i;
const ITEM_DEEDS = /^(sign out|pause|resume|light|dark|system)/i;
/** Within a dialog or drawer only what says that it asks before: "Revoke…". */
const ASKS = /…$/;

/** How to get to a layer: the names of what has to be pressed, one after the other. */
export type Steps = readonly string[];

const nameOf = async (one: Locator): Promise<string> =>
  ((await one.getAttribute("aria-label")) ?? (await one.innerText())).replaceAll(/\s+/g, " ").trim();

const topLayer = (page: BrowserPage): Locator => page.locator(LAYER).last();

/** Pressable things that may open something, by name; of a table those of its first row. */
const candidates = async (page: BrowserPage, depth: number): Promise<string[]> => {
  const scope = depth === 0 ? page.locator("main") : topLayer(page);
  const isMenu = depth > 0 && (await scope.getAttribute("role")) === "menu";
  const pressable = isMenu
    ? "[role^=menuitem]:not(a):visible:not([aria-disabled=true])"
    : "button:visible:enabled:not([type=submit]):not([role=radio]):not([role=tab]):not([role=checkbox]):not([role=switch])";
  const names: string[] = [];
  for (const one of await scope.locator(pressable).all()) {
    if (await one.evaluate((element) => element.closest("tbody tr:not(:first-child)") !== null)) continue;
    const name = await nameOf(one);
    const isWanted = isMenu ? !ITEM_DEEDS.test(name) : depth === 0 ? !DEEDS.test(name) : ASKS.test(name);
    if (isWanted && name !== "" && !names.includes(name)) names.push(name);
  }
  return names;
};

const press = async (page: BrowserPage, name: string, depth: number): Promise<void> => {
  const scope = depth === 0 ? page.locator("main") : topLayer(page);
  for (const one of await scope.locator("button:visible, [role^=menuitem]:visible").all()) {
    if ((await nameOf(one)) === name) return one.click();
  }
  throw new Error(`There is no "${name}" to press.`);
};

/** Presses it; tells whether something opened. */
const opens = async (page: BrowserPage, name: string, depth: number): Promise<boolean> => {
  const before = await page.locator(LAYER).count();
  const path = new URL(page.url()).pathname;
  await press(page, name, depth);
  const script = `document.querySelectorAll("${LAYER}").length !== ${before} ||
    location.pathname !== ${JSON.stringify(path)} || document.querySelectorAll("${LAYER_OR_TOAST}").length > ${before}`;
  // A menu goes as its item's dialog comes: the number may be what it was.
  await untilTrue(page, script, 1_000).catch(() => undefined);
  await untilTrue(page, `!document.querySelector("[role=dialog][data-state=closed], [role=menu][data-state=closed]")`);
  return (await page.locator(LAYER).count()) > 0 && new URL(page.url()).pathname === path;
};

/** Closes all layers by Escape; tells of what does not let go. */
export const closeLayers = async (page: BrowserPage): Promise<string[]> => {
  for (let tries = 0; tries < 5; tries++) {
    const count = await page.locator(LAYER).count();
    if (count === 0) return [];
    await page.keyboard.press("Escape");
    await untilTrue(page, `document.querySelectorAll("${LAYER}").length < ${count}`, 2_000).catch(() => undefined);
  }
  return ["a dialog or menu does not close by Escape"];
};

/** Opens what `steps` lead to, on a page that is shown without anything over it. */
export const open = async (page: BrowserPage, steps: Steps): Promise<boolean> => {
  for (const [depth, name] of steps.entries()) if (!(await opens(page, name, depth))) return false;
  return steps.length > 0;
};

/**
 * Everything that can be opened from a page: dialogs, drawers, menus, and what these open in turn. `onOpen` is called with
 * each, while it is open; `reload` shows the page anew.
 */
export const openEverything = async (
  page: BrowserPage,
  reload: () => Promise<void>,
  onOpen: (steps: Steps) => Promise<void>,
): Promise<string[]> => {
  const found: string[] = [];
  /** Two ways often lead to the same: "Revoke…" in a row's menu and in its drawer. */
  const known = new Set<string>();
  const explore = async (steps: Steps): Promise<void> => {
    const names = await candidates(page, steps.length);
    for (const name of names.filter((one) => !known.has(one))) {
      known.add(name);
      const next = [...steps, name];
      found.push(...(await closeLayers(page)).map((one) => `${next.join(" → ")}: ${one}`));
      const path = new URL(page.url()).pathname;
      if (!(await open(page, next))) {
        if (new URL(page.url()).pathname !== path) await reload();
        continue;
      }
      await onOpen(next);
      if (next.length < 3) await explore(next);
    }
    await closeLayers(page);
  };
  await explore([]);
  return found;
};
