import type { AnyTRPCProcedure, AnyTRPCRouter } from "@trpc/server";
import { z } from "zod";
import type { Scope } from "../lib/scopes.ts";
import type { EndpointMeta, Meta } from "../lib/trpc.ts";

/** One REST operation of the live router, and where each part of its input travels. */
export interface Operation {
  /** The procedure's path in the router, e.g. `bookings.list`. */
  readonly name: string;
  readonly meta: EndpointMeta;
  readonly type: "query" | "mutation";
  readonly procedure: AnyTRPCProcedure;
  readonly params: z.ZodObject | undefined;
  readonly query: z.ZodObject | undefined;
  readonly body: z.ZodObject | undefined;
}

/** Every procedure that was declared with `endpoint`, in the order of declaration. Routes, docs and tests walk this. */
export const operationsOf = (router: AnyTRPCRouter): Operation[] => {
  const procedures: Record<string, AnyTRPCProcedure> = router._def.procedures;
  return Object.entries(procedures).flatMap(([name, procedure]) => {
    const meta = procedure._def.meta as Meta | undefined; // lib/trpc.ts alone makes procedures, and gives each a Meta
    const { type } = procedure._def;
    if (meta?.kind !== "endpoint" || type === "subscription") return [];
    return [{ name, meta, type, procedure, ...partsOf(name, meta) }];
  });
};

const partsOf = (name: string, { method, path, input }: EndpointMeta): Pick<Operation, "params" | "query" | "body"> => {
  if (!(input instanceof z.ZodObject)) throw new Error(`The input of ${name} must be an object schema.`);
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter = ""]) => parameter);
  const params = part(input, (field) => inPath.includes(field));
  const rest = inPath.length === 0 ? input : part(input, (field) => !inPath.includes(field));
  return method === "GET" ? { params, query: rest, body: undefined } : { params, query: undefined, body: rest };
};

const part = (input: z.ZodObject, belongs: (field: string) => boolean): z.ZodObject | undefined => {
  const fields = Object.entries(input.shape).filter(([field]) => belongs(field));
  return fields.length === 0 ? undefined : z.strictObject(Object.fromEntries(fields));
};

/** Every scope that an operation asks for, or that shows more of one, sorted. Keys are granted these. */
export const scopesOf = (router: AnyTRPCRouter): Scope[] =>
  [...new Set(operationsOf(router).flatMap(({ meta }) => [meta.scope, ...(meta.extraScopes ?? [])]))].toSorted();

/** What each scope opens, in the order of declaration. The picker of scopes shows it. */
export const scopedOperationsOf = (router: AnyTRPCRouter) =>
  operationsOf(router).map(({ meta: { scope, method, path, summary, extraScopes = [] } }) => ({
    scope,
    method,
    path,
    summary,
    extraScopes: [...extraScopes],
  }));
