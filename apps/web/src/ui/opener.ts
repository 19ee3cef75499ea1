/** What has the focus now, to be given back to it; of a menu that is about to close, the button that opened it. */
export const currentOpener = (): HTMLElement | undefined => {
  const active = document.activeElement;
  if (!(active instanceof HTMLElement)) return undefined;
  const menu = active.closest("[role=menu]");
  const trigger = menu?.getAttribute("aria-labelledby");
  return (trigger ? document.getElementById(trigger) : undefined) ?? active;
};

const FIELD = "input:not([type=hidden], [readonly], [hidden]), textarea, [role=combobox], [role=radio]";

/** Where typing begins in a panel that has opened: its first field, else the panel itself, whose title is then read. */
export const focusWithin = (panel: HTMLElement): void => (panel.querySelector<HTMLElement>(FIELD) ?? panel).focus();
