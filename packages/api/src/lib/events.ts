import type { z } from "zod";

/** The name of an event: `<family>.<…>.<what happened>`. */
export type EventType = `${string}.${string}`;

/** One kind of thing that can happen. The catalog, types, payload schema, picker, docs and samples derive from it. */
export interface EventDefinition<Shape extends z.ZodType = z.ZodType> {
  readonly type: EventType;
  readonly summary: string;
  /** The resource after the change, exactly as the REST API returns it. */
  readonly object: Shape;
}

export const defineEvent = <Shape extends z.ZodType>(
  type: EventType,
  summary: string,
  object: Shape,
): EventDefinition<Shape> => ({ type, summary, object });
