import type { AnyTRPCProcedure, AnyTRPCRouter } from "@trpc/server";
import { z } from "zod";
import type { EventDefinition } from "../../../lib/events.ts";
import type { Guide } from "../../../lib/guide.ts";
import { nounBase } from "../../../lib/schemas.ts";
import type { EndpointMeta, Meta } from "../../../lib/trpc.ts";
import { tagOf } from "../../openapi/tags.ts";

/** A noun of the router: what its page is made from. */
export interface Noun {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly shape: z.ZodObject;
  /** Its procedures by their names within its router. */
  readonly procedures: ReadonlyMap<string, Meta>;
  readonly operations: readonly EndpointMeta[];
  readonly events: readonly EventDefinition[];
  readonly guide: Guide | undefined;
}

export interface NounSources {
  readonly router: AnyTRPCRouter;
  readonly events: readonly EventDefinition[];
  readonly guides: readonly Guide[];
}

/** Every part of the router that lists rows of a center, in the order of declaration: a new one has a page by itself. */
export const nounsOf = ({ router, events, guides }: NounSources): Noun[] =>
  [...partsOf(router)].flatMap(([key, procedures]) => {
    const shape = rowOf(procedures.get("list"));
    if (!shape) return [];
    const guide = guides.find((one) => one.router === key);
    const operations = [...procedures.values()].filter((meta) => meta.kind === "endpoint");
    const path = operations[0]?.path ?? `/${kebab(key)}`;
    const { name, description } = tagOf(path);
    return [
      {
        slug: path.split("/")[1] ?? key,
        name: guide?.name ?? name,
        description: shape.meta()?.description ?? description,
        shape,
        procedures,
        operations,
        events: guide?.events ?? events.filter(({ object }) => object === shape),
        guide,
      },
    ];
  });

const partsOf = (router: AnyTRPCRouter): Map<string, Map<string, Meta>> => {
  const procedures: Record<string, AnyTRPCProcedure> = router._def.procedures;
  const parts = new Map<string, Map<string, Meta>>();
  for (const [path, procedure] of Object.entries(procedures)) {
    const [key = "", name = ""] = path.split(".");
    const meta = procedure._def.meta as Meta | undefined; // lib/trpc.ts alone makes procedures, and gives each a Meta
    if (meta) parts.set(key, (parts.get(key) ?? new Map<string, Meta>()).set(name, meta));
  }
  return parts;
};

/** The shape of a list's rows, where they are a noun's: with all that every noun has. */
const rowOf = (list: Meta | undefined): z.ZodObject | undefined => {
  if (!(list?.output instanceof z.ZodObject)) return undefined;
  const { data } = list.output.shape;
  if (!(data instanceof z.ZodArray) || !(data.element instanceof z.ZodObject)) return undefined;
  const { element } = data;
  return Object.keys(nounBase).every((field) => field in element.shape) ? element : undefined;
};

const kebab = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
