import { useSyncExternalStore } from "react";

export type Theme = "system" | "light" | "dark";

const KEY = "theme";
const system = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

/** Storage may be forbidden; then the theme holds until the page is left. */
let unstored: Theme = "system";

const stored = (): Theme => {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    return unstored;
  }
};

const isDark = (theme: Theme): boolean => (theme === "system" ? system.matches : theme === "dark");

/** Does what public/theme.js does before the first paint. */
const show = (): void => {
  document.documentElement.dataset["theme"] = isDark(stored()) ? "dark" : "light";
  for (const notify of listeners) notify();
};

system.addEventListener("change", show);
addEventListener("storage", ({ key }) => key === KEY && show());

export const setTheme = (theme: Theme): void => {
  unstored = theme;
  try {
    if (theme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // See `unstored`.
  }
  show();
};

export const useTheme = (): Theme =>
  useSyncExternalStore((notify) => {
    listeners.add(notify);
    return () => listeners.delete(notify);
  }, stored);
