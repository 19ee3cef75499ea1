import type { ZodOpenApiOverride } from "zod-openapi";
import type { SchemaObject } from "./document.ts";

/**
 * Inputs are closed, outputs open: a field that does not exist is refused on the way in, and one that is added later
 * must break nobody on the way out.
 */
export const closeInputs: ZodOpenApiOverride = ({ jsonSchema, io }) => {
  if (jsonSchema.type !== "object" || jsonSchema.properties === undefined) return;
  if (io === "input") jsonSchema.additionalProperties ??= false;
  else if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
};

/** Where the format says it all, zod's pattern (200 characters for a date) says it only to machines, and worse. */
const SELF_EXPLAINING = new Set(["date", "date-time", "email", "uri", "uuid"]);

const INT32_MAX = 2 ** 31 - 1;

/** Mends a schema and all below it for readers of OpenAPI 3.0, in place. */
export const polish = (schema: SchemaObject): void => {
  if (schema.nullable === true) polishNullable(schema);
  if (schema.allOf?.length === 1) unwrapReference(schema);
  if (schema.type === "integer") schema.format ??= (schema.maximum ?? INT32_MAX) > INT32_MAX ? "int64" : "int32";
  if (schema.format !== undefined && SELF_EXPLAINING.has(schema.format)) delete schema.pattern;
  for (const child of childrenOf(schema)) polish(child);
};

export const childrenOf = (schema: SchemaObject): SchemaObject[] => [
  ...Object.values(schema.properties ?? {}),
  ...(schema.items ? [schema.items] : []),
  ...(typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : []),
  ...(schema.anyOf ?? []),
  ...(schema.oneOf ?? []),
  ...(schema.allOf ?? []),
];

/** zod wraps a reference to describe it; in 3.0 what stands beside one is ignored, so the reference says it all. */
const unwrapReference = (schema: SchemaObject): void => {
  const [only] = schema.allOf ?? [];
  if (only?.$ref === undefined) return;
  for (const key of Object.keys(schema)) Reflect.deleteProperty(schema, key);
  schema.$ref = only.$ref;
};

/**
 * In 3.0 `nullable` beside a reference, or beside an enum that does not list null, allows no null: validators and
 * generators disagree about both, and about nothing that is written here.
 */
const polishNullable = (schema: SchemaObject): void => {
  const [reference] = schema.allOf ?? [];
  if (reference?.$ref !== undefined && schema.allOf?.length === 1) {
    delete schema.nullable;
    delete schema.allOf;
    schema.anyOf = [{ $ref: reference.$ref }, { type: "object", nullable: true, enum: [null] }];
  } else if (schema.enum && !schema.enum.includes(null)) {
    schema.enum.push(null);
  }
};
