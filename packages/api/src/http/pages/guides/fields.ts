import { z } from "zod";

export interface Field {
  /** With the names of what it stands in, `simulator.id`; a list's elements after `[]`. */
  readonly name: string;
  readonly type: string;
  readonly meaning: string;
}

/** Every field of a shape with those of its parts, as its schema describes them. */
export const fieldsOf = (shape: z.ZodObject, prefix = ""): Field[] =>
  Object.entries(shape.shape).flatMap(([name, schema]) => {
    const one = asType(schema);
    const part = partOf(one);
    const path = `${prefix}${name}`;
    const own = { name: path, type: typeOf(one), meaning: meaningOf(one) };
    return part ? [own, ...fieldsOf(part.shape, `${path}${part.separator}`)] : [own];
  });

/** zod types its children as the core's `$ZodType`; all of ours are made by the classic API. */
const asType = (schema: z.core.$ZodType): z.ZodType => schema as z.ZodType;

const inner = (schema: z.ZodType): z.ZodType | undefined =>
  schema instanceof z.ZodNullable || schema instanceof z.ZodOptional ? asType(schema.unwrap()) : undefined;

const partOf = (schema: z.ZodType): { shape: z.ZodObject; separator: string } | undefined => {
  const bare = inner(schema);
  if (bare) return partOf(bare);
  if (schema instanceof z.ZodArray) {
    const part = partOf(asType(schema.element));
    return part && { ...part, separator: "[]." };
  }
  return schema instanceof z.ZodObject ? { shape: schema, separator: "." } : undefined;
};

/** The schema's own description, or that of what it wraps. */
const meaningOf = (schema: z.ZodType): string => {
  const own = schema.meta()?.description;
  const bare = inner(schema);
  return own ?? (bare ? meaningOf(bare) : "");
};

const typeOf = (schema: z.ZodType): string => {
  if (schema instanceof z.ZodNullable) return `${typeOf(asType(schema.unwrap()))} or null`;
  if (schema instanceof z.ZodOptional) return `${typeOf(asType(schema.unwrap()))}, or left out`;
  if (schema instanceof z.ZodArray) return `list of ${typeOf(asType(schema.element))}`;
  if (schema instanceof z.ZodObject) return "object";
  if (schema instanceof z.ZodEnum) return schema.options.join(" | ");
  if (schema instanceof z.ZodBoolean) return "boolean";
  if (schema instanceof z.ZodNumber) return "integer";
  if (schema instanceof z.ZodISODateTime) return "instant";
  if (schema instanceof z.ZodISODate) return "date";
  if (schema instanceof z.ZodGUID) return "UUID";
  return "text";
};
