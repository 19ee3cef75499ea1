/** Of each open panel: to whom the focus goes as it closes. */
const openersOf = new WeakMap<Element, Openers>();

/** What had the focus as a panel opened; after it, what had it before that, for when the first has gone meanwhile. */
export type Openers = readonly HTMLElement[];

/** What has the focus now, to be given back to it; of a menu that is about to close, the button that opened it. */
export const currentOpeners = (): Openers => {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement)) return [];
  const menu = active.closest("[role=menu]");
  const trigger = menu?.getAttribute("aria-labelledby");
  const opener = (trigger ? document.getElementById(trigger) : undefined) ?? active;
  const panel = opener.closest("[role=dialog]");
  return [opener, ...((panel && openersOf.get(panel)) ?? [])];
};

/** Remembers who opened a panel, for those that replace it: a form that is followed by what it made. */
export const rememberOpeners = (panel: HTMLElement, openers: Openers): void => void openersOf.set(panel, openers);

/** Gives the focus back to the first that is still there, else to the page. */
export const giveBack = (openers: Openers): void =>
  (openers.find((one) => one.isConnected && one !== document.body) ?? document.getElementById("main"))?.focus();

const FIELD = "input:not([type=hidden], [readonly], [hidden]), textarea, [role=combobox], [role=radio]";

/** Where typing begins in a panel that has opened: its first field, else the panel itself, whose title is then read. */
export const focusWithin = (panel: HTMLElement): void => (panel.querySelector<HTMLElement>(FIELD) ?? panel).focus();
