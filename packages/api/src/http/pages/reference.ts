import { BASE_PATH } from "../openapi/info.ts";
import { html } from "./html.ts";

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
        <script type="module" src="${script}"></script>
      </head>
      <body>
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
  // A webhook is received, not called; and a section that was jumped to needs no frame as long as the page.
  customCss: '[id*="/webhook/"] .show-api-client-button { display: none } section:focus-visible { outline: none }',
} as const;

/** The module that starts it; `bundle` is the path of Scalar's own. */
export const referenceScript = (bundle: string): string => `import { createApiReference } from "${bundle}";
const configuration = ${JSON.stringify(CONFIGURATION)};
createApiReference("#reference", { ...configuration, servers: [{ url: location.origin + "${BASE_PATH}" }] });
`;
