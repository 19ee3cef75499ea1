import { html, type Html } from "./html.ts";

const NAVIGATION = [
  { href: "/docs/api", label: "API reference" },
  { href: "/docs/guides", label: "Guides" },
  { href: "/docs/webhooks", label: "Webhooks" },
  { href: "/docs/errors", label: "Errors" },
  { href: "/app", label: "Console" },
] as const;

export interface PageContent {
  title: string;
  /** For search engines and link previews; one sentence. */
  description: string;
  /** The path of the page, marked in the navigation. */
  path: string;
  body: Html;
}

/** The bar at the top: the name leads to the start, the rest to the parts of the documentation and to the console. */
export const pageHeader = (path: string): Html =>
  html`<header>
    <a class="home" href="/"
      ><svg viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" />
        <path d="M6 22.5 16 8l10 14.5-10-4z" /></svg
      >AviationAlley API</a
    >
    <nav aria-label="Main">${NAVIGATION.map((link) => navigationLink(link, path))}</nav>
  </header>`;

/** A whole public page; `stylesheet` is the path under which the style is served. */
export const layout = ({ title, description, path, body }: PageContent, stylesheet: string): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <meta name="description" content="${description}" />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="${stylesheet}" />
      </head>
      <body>
        ${pageHeader(path)}
        <main>${body}</main>
        <footer>
          Machine-readable: <a href="/api/v1/openapi.json">OpenAPI 3.0</a>, <a href="/docs/api.md">Markdown</a>,
          <a href="/llms.txt">llms.txt</a>
        </footer>
      </body>
    </html> `.text.trim();

const navigationLink = ({ href, label }: (typeof NAVIGATION)[number], path: string): Html =>
  path.startsWith(href)
    ? html`<a href="${href}" aria-current="page">${label}</a>`
    : html`<a href="${href}">${label}</a>`;
