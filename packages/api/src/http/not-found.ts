import type { FastifyInstance, FastifyRequest, RouteOptions } from "fastify";
import { fail, type Failure } from "../lib/errors.ts";
import { nearest } from "../lib/nearest.ts";
import { BASE_PATH } from "./openapi/info.ts";

interface KnownPath {
  readonly matches: RegExp;
  readonly methods: Set<string>;
}

const escape = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

const expressionOf = (url: string): RegExp =>
  new RegExp(
    `^${url
      .split("/")
      .map((part) => (part.startsWith(":") ? "[^/]+" : escape(part)))
      .join("/")}$`,
  );

interface Paths {
  /** The methods of the path that was asked for; none where it does not exist. */
  readonly methodsOf: (request: FastifyRequest) => readonly string[];
  /** The public path that was probably meant. */
  readonly nearestTo: (request: FastifyRequest) => string | undefined;
}

/**
 * Remembers which methods every path of the server has, and so tells a path that does not exist (404) from a method
 * that it lacks (405). Asked only when no route matched. Call it before routes are registered.
 */
export const collectPaths = (app: FastifyInstance): Paths => {
  const paths = new Map<string, KnownPath>();
  app.addHook("onRoute", ({ url, method }: RouteOptions) => {
    if (url.includes("*")) return; // a catch-all says nothing about a path
    const known = paths.get(url) ?? { matches: expressionOf(url), methods: new Set() };
    for (const one of [method].flat()) known.methods.add(one);
    paths.set(url, known);
  });
  return {
    methodsOf: (request) => {
      const path = pathOf(request);
      return [...paths.values()].filter(({ matches }) => matches.test(path)).flatMap(({ methods }) => [...methods]);
    },
    nearestTo: (request) => nearestPath(pathOf(request), [...paths.keys()].filter(isPublic)),
  };
};

const pathOf = ({ raw: { url = "" } }: FastifyRequest): string => url.split("?", 1)[0] ?? "";

const isPublic = (url: string): boolean =>
  (url.startsWith(`${BASE_PATH}/`) || url.startsWith("/docs/")) && !url.startsWith("/docs/assets/");

const segments = (path: string): string[] => path.split("/").filter((part) => part !== "");

/** Compared part by part, so that ids in a path neither help nor hinder; what lacks the base path is tried below it. */
const nearestPath = (path: string, known: readonly string[]): string | undefined => {
  const asked = segments(path);
  const wanted = [asked, [...segments(BASE_PATH), ...asked]];
  const ranked = known
    .map((url) => ({ url, likeness: Math.max(...wanted.map((parts) => likeness(parts, segments(url)))) }))
    .filter(({ likeness }) => likeness >= 0)
    .toSorted((a, b) => b.likeness - a.likeness);
  return ranked[0]?.url.replaceAll(/:(\w+)/g, "{$1}");
};

/** How many parts are the same; -1 when one of them is not even near. */
const likeness = (asked: readonly string[], known: readonly string[]): number => {
  if (asked.length !== known.length) return -1;
  let same = 0;
  for (const [index, part] of known.entries()) {
    const given = asked[index] ?? "";
    if (part === given) same++;
    else if (!part.startsWith(":") && nearest(given, [part]) === undefined) return -1;
  }
  return same;
};

export const noSuchPath = (publicUrl: string, meant: string | undefined): Failure => {
  const hint = meant === undefined ? "" : ` Did you mean \`${meant}\`?`;
  return fail("not_found", `This path does not exist.${hint} The operations are listed at ${publicUrl}/docs/api.`, {
    title: "No such path",
  });
};

export const noSuchMethod = (method: string, allowed: readonly string[]): Failure =>
  fail("method_not_allowed", `This path has no ${method.slice(0, 20)}; it has ${allowed.join(", ")}.`);
