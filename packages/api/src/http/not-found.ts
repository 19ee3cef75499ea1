import type { FastifyInstance, FastifyRequest, RouteOptions } from "fastify";
import { fail, type Failure } from "../lib/errors.ts";

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

/**
 * Remembers which methods every path of the server has, and so tells a path that does not exist (404) from a method
 * that it lacks (405). Asked only when no route matched. Call it before routes are registered.
 */
export const collectMethods = (app: FastifyInstance): ((request: FastifyRequest) => readonly string[]) => {
  const paths = new Map<string, KnownPath>();
  app.addHook("onRoute", ({ url, method }: RouteOptions) => {
    if (url.includes("*")) return; // a catch-all says nothing about a path
    const known = paths.get(url) ?? { matches: expressionOf(url), methods: new Set() };
    for (const one of [method].flat()) known.methods.add(one);
    paths.set(url, known);
  });
  return ({ raw: { url = "" } }) => {
    const [path = ""] = url.split("?", 1);
    return [...paths.values()].filter(({ matches }) => matches.test(path)).flatMap(({ methods }) => [...methods]);
  };
};

export const noSuchPath = (publicUrl: string): Failure =>
  fail("not_found", `This path does not exist. The operations are listed at ${publicUrl}/docs/api.`);

export const noSuchMethod = (method: string, allowed: readonly string[]): Failure =>
  fail("method_not_allowed", `This path has no ${method.slice(0, 20)}; it has ${allowed.join(", ")}.`);
