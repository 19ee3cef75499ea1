import { z } from "zod";

/** The schema under optional, nullable, default and the like: what a value that is present must be. */
export const bare = (schema: z.core.$ZodType): z.core.$ZodType => {
  const { def } = schema._zod;
  if ("innerType" in def) return bare(def.innerType as z.core.$ZodType); // zod's wrappers, whatever their names
  return schema instanceof z.ZodPipe ? bare(schema.in) : schema;
};

/** The names that the object at `path` of a schema has; none where there is no object. */
export const fieldsAt = (schema: z.core.$ZodType, path: readonly PropertyKey[]): string[] => {
  const inner = bare(schema);
  const [step, ...rest] = path;
  if (inner instanceof z.ZodArray) return step === undefined ? [] : fieldsAt(inner.element, rest);
  if (!(inner instanceof z.ZodObject)) return [];
  if (step === undefined) return Object.keys(inner.shape);
  const field: z.core.$ZodType | undefined = inner.shape[String(step)];
  return field ? fieldsAt(field, rest) : [];
};
