import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, sep } from "node:path";
import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from "fastify";
import { fail } from "../lib/errors.ts";
import { Asset, FOR_EVER, REVALIDATED, sendAsset } from "./docs-assets.ts";
import { sendProblem } from "./problem.ts";

export interface WebOptions {
  /** What the console's build wrote: index.html, and files with their hash in their name under assets/. */
  folder: string;
  publicUrl: string;
}

/**
 * Scripts are our own files. Styles may stand in elements, since the components' library measures and locks scrolling
 * that way; nothing else is loaded from anywhere, nobody frames us.
 */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

/** The console: its built files under `/app`, and its one page for every other path below. */
export const webPlugin =
  ({ folder, publicUrl }: WebOptions): FastifyPluginCallback =>
  (app, _options, done) => {
    const build = openBuild(folder);
    const page = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
      const index = build("index.html");
      if (!index) return sendProblem(reply, notBuilt(), publicUrl);
      void reply.header("content-security-policy", POLICY);
      return sendAsset(request, reply, index, "no-store");
    };
    app.get("/app", page);
    app.get("/app/*", (request: FastifyRequest<{ Params: { "*": string } }>, reply: FastifyReply) => {
      const path = request.params["*"];
      const file = extname(path) in TYPES ? build(path) : undefined;
      if (file) return sendAsset(request, reply, file, path.startsWith("assets/") ? FOR_EVER : REVALIDATED);
      // A file of an older build must not be answered with a page: a script that is HTML is no help to anybody.
      return path.startsWith("assets/") ? reply.callNotFound() : page(request, reply);
    });
    done();
  };

const notBuilt = () =>
  fail("unavailable", "The console is not built. `npm start` builds it; so does `npm run build`.", {
    title: "The console is not built",
  });

/** The files of a build by their paths; each is read when it is first asked for, and again when it was built anew. */
const openBuild = (folder: string): ((path: string) => Asset | undefined) => {
  let files = new Map<string, Asset | undefined>();
  let builtAt = 0;
  return (path) => {
    const index = join(folder, "index.html");
    const newest = existsSync(index) ? statSync(index).mtimeMs : 0;
    if (newest !== builtAt) {
      files = new Map(listFiles(folder).map((name) => [name, undefined]));
      builtAt = newest;
    }
    // Only names that were listed are opened, so that no path leads out of the folder.
    if (!files.has(path)) return undefined;
    const known = files.get(path) ?? new Asset(readFileSync(join(folder, path)), typeOf(path));
    files.set(path, known);
    return known;
  };
};

const typeOf = (path: string): string => TYPES[extname(path)] ?? "text/html; charset=utf-8";

const listFiles = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" })
        .map((name) => name.replaceAll(sep, "/"))
        .filter((name) => name === "index.html" || extname(name) in TYPES)
    : [];
