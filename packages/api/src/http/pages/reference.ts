import { BASE_PATH } from "../openapi/info.ts";
import { FONT_FAMILY } from "./font.ts";
import { Html, html } from "./html.ts";
import { pageHeader } from "./layout.ts";
import { REFERENCE_MENDS } from "./reference-mends.ts";
import { FRAME_STYLE } from "./style.ts";

/** Scalar keeps its sidebar below a bar of this height. */
const FRAME = `${FRAME_STYLE} body { margin: 0; } :root { --scalar-custom-header-height: 3.5rem; }
body > header { position: sticky; top: 0; z-index: 20; padding-inline: 1.25rem; }
@media (max-width: 62rem) { :root { --scalar-custom-header-height: 0px; } body > header { position: static; } }`;

/** `/docs/api`: the frame in which Scalar draws the document. `script` is the path of the text of `referenceScript`. */
export const referencePage = (script: string): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>API reference · AviationAlley API</title>
        <meta
          name="description"
          content="Every operation and event of the AviationAlley API, with requests that can be sent from the page."
        />
        <link rel="icon" href="data:," />
        <link rel="alternate" type="text/markdown" href="/docs/api.md" />
        <style>
          ${new Html(FRAME)}
        </style>
        <script type="module" src="${script}"></script>
      </head>
      <body>
        ${pageHeader("/docs/api")}
        <div id="reference"></div>
        <noscript
          >The reference needs JavaScript. The same text is at <a href="/docs/api.md">/docs/api.md</a>.</noscript
        >
      </body>
    </html> `.text;

/**
 * Everything that Scalar could fetch from elsewhere or send there is off: fonts, proxy, telemetry, agent, MCP, its
 * developer tools and its desktop client. Requests go to the origin that served the page, whatever the document says,
 * so that trying works under any name of the server. A pasted token stays in the page and is gone when it closes.
 */
const CONFIGURATION = {
  url: `${BASE_PATH}/openapi.json`,
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true, hideAddApi: true },
  mcp: { disabled: true },
  showDeveloperTools: "never",
  hideClientButton: true,
  persistAuth: false,
  externalUrls: { dashboardUrl: "", registryUrl: "", proxyUrl: "", apiBaseUrl: "" },
  authentication: { preferredSecurityScheme: "bearerAuth" },
  defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
  documentDownloadType: "json",
  orderSchemaPropertiesBy: "preserve",
  orderRequiredPropertiesFirst: false,
  modelsSectionLabel: "Schemas",
  defaultOpenFirstTag: true,
  // A webhook is received, not called; a section that was jumped to needs no frame as long as the page; and a long name
  // of an event makes no page wider than a phone, nor does the link beside it that is seen by those who point at it, nor
  // the name of what is being read in the bar at the top.
  // Its colours and type are those of the other pages.
  customCss:
    `.light-mode, .dark-mode { --scalar-font: ${FONT_FAMILY} } ` +
    ".light-mode { --scalar-background-1: #fff; --scalar-background-2: #f5f7f9; --scalar-background-3: #e9eef2; " +
    "--scalar-border-color: #dde3e8; --scalar-color-1: #14202b; --scalar-color-2: #465461; --scalar-color-3: #5b6a77; " +
    "--scalar-color-accent: #0a58b0; --scalar-color-blue: #0a58b0; --scalar-color-green: #0b634d; " +
    "--scalar-color-orange: #855000; --scalar-color-yellow: #755a00; --scalar-color-red: #a82016 } " +
    ".dark-mode { --scalar-background-1: #141a20; --scalar-background-2: #0d1216; --scalar-background-3: #1c242b; " +
    "--scalar-border-color: #28323b; --scalar-color-1: #e8edf1; --scalar-color-2: #b3c0cb; --scalar-color-3: #94a3b0; " +
    "--scalar-color-accent: #7dbcff } " +
    '[id*="/webhook/"] .show-api-client-button { display: none } section:focus-visible { outline: none } ' +
    ".section-header-label { overflow-wrap: anywhere } .references-rendered { overflow-x: clip } " +
    ".t-doc__header header > span { min-width: 0; overflow: hidden; text-overflow: ellipsis }",
} as const;

/** The module that starts it; `bundle` is the path of Scalar's own. */
export const referenceScript = (bundle: string): string => `import { createApiReference } from "${bundle}";
const configuration = ${JSON.stringify(CONFIGURATION)};
createApiReference("#reference", { ...configuration, servers: [{ url: location.origin + "${BASE_PATH}" }] });
${REFERENCE_MENDS}`;
