import { hash } from "node:crypto";
import { z } from "zod";
import { uuid } from "../../lib/schemas.ts";

/**
 * An example of a schema, as the wire shows it: `.meta({ example })` where one is given, else made from enums, formats
 * and bounds. Throws when the schema would refuse it, so that no example can be wrong; such a schema needs a
 * `.meta({ example })` of its own.
 */
export const exampleOf = (schema: z.ZodType): unknown => {
  const example = build(schema, []);
  const { success, error } = schema.safeParse(example);
  if (success) return example;
  const name = schema.meta()?.id ?? "a schema";
  throw new Error(`The example of ${name} does not fit it; give it .meta({ example }). ${z.prettifyError(error)}`);
};

type Path = readonly string[];

const build = (schema: z.ZodType, path: Path): unknown => {
  const given = schema.meta()?.["example"];
  if (given !== undefined) return given === SAMPLE_ID ? idFor(path) : given;
  if (schema instanceof z.ZodObject) return buildObject(schema, path);
  if (schema instanceof z.ZodArray) return [build(asType(schema.element), path)];
  if (schema instanceof z.ZodDefault) return schema.def.defaultValue;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodReadonly)
    return build(asType(schema.unwrap()), path);
  if (schema instanceof z.ZodPipe) return build(asType(schema.in), path);
  if (schema instanceof z.ZodLazy) return build(asType(schema.unwrap()), path);
  if (schema instanceof z.ZodUnion) return firstFitting(schema, path);
  return buildScalar(schema);
};

/** zod types its children as the core's `$ZodType`; all of ours are made by the classic API. */
const asType = (schema: z.core.$ZodType): z.ZodType => schema as z.ZodType;

const buildObject = (schema: z.ZodObject, path: Path): unknown =>
  Object.fromEntries(Object.entries(schema.shape).map(([key, field]) => [key, build(asType(field), [...path, key])]));

const firstFitting = (schema: z.ZodUnion, path: Path): unknown =>
  schema.options.map((option) => build(asType(option), path)).find((example) => schema.safeParse(example).success);

const buildScalar = (schema: z.ZodType): unknown => {
  if (schema instanceof z.ZodEnum) return schema.options[0];
  if (schema instanceof z.ZodLiteral) return schema.def.values[0];
  if (schema instanceof z.ZodBoolean) return false;
  if (schema instanceof z.ZodNumber) return Math.max(0, schema.minValue ?? 0);
  if (schema instanceof z.ZodRecord) return {};
  if (schema instanceof z.ZodNull) return null;
  return SAMPLE_TEXT.find((text) => schema.safeParse(text).success);
};

/** Tried in this order for a string without an example of its own. */
const SAMPLE_TEXT = ["Example text", "EX", "A", "2026-05-31T14:03:22.000Z", "2026-05-31", "2026-05", "1"];

const SAMPLE_ID = z.string().parse(uuid.meta()?.["example"]);

/**
 * Different things get different ids, and a thing has the same one wherever it is quoted: `simulatorId` of a request
 * is `simulator.id` of the answer.
 */
const idFor = (path: Path): string => {
  const [parent, last] = ["", ...path].slice(-2);
  const noun = last === "id" ? (parent ?? "").replace(/s$/, "") : (last ?? "").replace(/Id$/, "");
  return noun === "" || noun === "data" || noun === "object"
    ? SAMPLE_ID
    : `${SAMPLE_ID.slice(0, -12)}${hash("sha256", noun).slice(0, 12)}`;
};
