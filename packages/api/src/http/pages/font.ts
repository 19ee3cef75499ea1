import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Asset } from "../docs-assets.ts";

const FILE = fileURLToPath(import.meta.resolve("@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"));

/** The console's typeface, so that both are one site; what is not Latin is drawn by the reader's own. */
export const font = new Asset(readFileSync(FILE), "font/woff2");

/** The path under which it is served. */
export const FONT_PATH = `/docs/assets/${font.hashedName("inter", "woff2")}`;

export const FONT_FAMILY =
  '"Inter Variable", system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

export const FONT_FACE = `@font-face {
  font-family: "Inter Variable"; font-weight: 100 900; font-display: swap;
  src: url("${FONT_PATH}") format("woff2");
}`;
