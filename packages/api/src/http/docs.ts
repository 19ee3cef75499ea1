import { fileURLToPath } from "node:url";
import type { AnyTRPCRouter } from "@trpc/server";
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from "fastify";
import type { EventDefinition } from "../lib/events.ts";
import type { Guide } from "../lib/guide.ts";
import { Asset, FOR_EVER, REVALIDATED, scriptsOf, sendAsset } from "./docs-assets.ts";
import { buildDocument } from "./openapi.ts";
import { CODES } from "./openapi/codes.ts";
import { BASE_PATH } from "./openapi/info.ts";
import { errorPage, errorsPage, unknownErrorPage } from "./pages/errors.ts";
import { font, FONT_PATH } from "./pages/font.ts";
import { guidesPage } from "./pages/guides/index-page.ts";
import { guideMarkdown } from "./pages/guides/markdown.ts";
import { nounsOf } from "./pages/guides/nouns.ts";
import { guidePage } from "./pages/guides/page.ts";
import { landingPage } from "./pages/landing.ts";
import { layout, type PageContent } from "./pages/layout.ts";
import { llmsText } from "./pages/llms.ts";
import { documentMarkdown } from "./pages/markdown.ts";
import { referencePage, referenceScript } from "./pages/reference.ts";
import { STYLE } from "./pages/style.ts";
import { webhooksPage } from "./pages/webhooks.ts";

export interface DocsOptions {
  router: AnyTRPCRouter;
  /** Where the server is reached, without a slash at the end. */
  publicUrl: string;
  events: readonly EventDefinition[];
  /** What the pages of nouns say beside what is derived; none unless said. */
  guides?: readonly Guide[];
}

const HTML = "text/html; charset=utf-8";
const MARKDOWN = "text/markdown; charset=utf-8";
const SCALAR = fileURLToPath(new URL("browser", import.meta.resolve("@scalar/api-reference")));

/** The pages are text, one stylesheet and one font. */
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; font-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; " +
  "frame-ancestors 'none'";

/** Scalar writes style elements and attributes as it draws; scripts, requests and fonts are ours alone. */
const REFERENCE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; " +
  "font-src 'self'; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The public documents and pages: all made once, at start, from the live router; none asks for a token. */
export const docsPlugin =
  ({ router, publicUrl, events, guides = [] }: DocsOptions): FastifyPluginCallback =>
  (app, _options, done) => {
    const document = buildDocument(router, { publicUrl, events });
    const nouns = nounsOf({ router, events, guides });
    const style = new Asset(STYLE, "text/css; charset=utf-8");
    const stylesheet = `/docs/assets/${style.hashedName("style", "css")}`;

    const serve = (path: string, asset: Asset, caching: string, policy?: string) =>
      app.get(path, (request, reply) => {
        if (policy !== undefined) void reply.header("content-security-policy", policy);
        return sendAsset(request, reply, asset, caching);
      });
    const redirect = (from: string, to: string) => app.get(from, (_request, reply) => reply.redirect(to, 308));
    const page = (content: PageContent) => new Asset(layout(content, stylesheet), HTML);
    const servePage = (content: PageContent) => {
      serve(content.path, page(content), REVALIDATED, PAGE_POLICY);
      if (content.path !== "/") redirect(`${content.path}/`, content.path);
    };

    serve(`${BASE_PATH}/openapi.json`, new Asset(JSON.stringify(document), "application/json"), REVALIDATED);
    serve("/docs/api.md", new Asset(documentMarkdown(document), MARKDOWN), REVALIDATED);
    serve("/llms.txt", new Asset(llmsText(document, publicUrl, nouns), "text/plain; charset=utf-8"), REVALIDATED);
    serve(stylesheet, style, FOR_EVER);
    serve(FONT_PATH, font, FOR_EVER);
    servePage(landingPage(publicUrl));
    servePage(errorsPage());
    servePage(webhooksPage(events, nouns));
    servePage(guidesPage(nouns));
    for (const noun of nouns) {
      servePage(guidePage(noun));
      serve(`/docs/guides/${noun.slug}.md`, new Asset(guideMarkdown(noun), MARKDOWN), REVALIDATED);
    }
    for (const code of CODES) servePage(errorPage(code, publicUrl));
    const unknown = page(unknownErrorPage());
    app.get("/docs/errors/:code", (request, reply) => {
      void reply.code(404).header("content-security-policy", PAGE_POLICY);
      return sendAsset(request, reply, unknown, REVALIDATED);
    });

    for (const path of ["/docs", "/docs/", "/docs/api/", BASE_PATH, `${BASE_PATH}/`]) redirect(path, "/docs/api");
    const { script, path, bundle } = referenceAssets();
    serve("/docs/api", new Asset(referencePage(path), HTML), REVALIDATED, REFERENCE_POLICY);
    serve(path, script, FOR_EVER);
    app.get(`${bundle}/*`, (request: FastifyRequest<{ Params: { "*": string } }>, reply: FastifyReply) => {
      const asset = scalarScript(request.params["*"]);
      return asset ? sendAsset(request, reply, asset, FOR_EVER) : reply.callNotFound();
    });
    done();
  };

const scalarScript = scriptsOf(SCALAR);

/** Scalar's scripts under a path that names their content, and our own that starts them. */
const referenceAssets = () => {
  const entry = scalarScript("standalone.esm.js");
  if (!entry) throw new Error("@scalar/api-reference has no standalone.esm.js: its version and docs.ts do not fit.");
  const bundle = `/docs/assets/scalar-${entry.etag.slice(1, 9).replaceAll(/\W/g, "0")}`;
  const script = new Asset(referenceScript(`${bundle}/standalone.esm.js`), "text/javascript; charset=utf-8");
  return { bundle, script, path: `/docs/assets/${script.hashedName("reference", "js")}` };
};
