import { z } from "zod";

/** Three bytes, the most that a character takes in JSON: four are two characters to a length, `\n` has two bytes. */
const WIDE = "€";

/** Longer than every other number between its bounds: 9007199254740991 has as many digits and no sign. */
const widest = ({ minValue, maxValue }: z.ZodNumber): number => {
  const ends = [minValue ?? Number.MIN_SAFE_INTEGER, maxValue ?? Number.MAX_SAFE_INTEGER];
  return ends.reduce((one, other) => (String(other).length > String(one).length ? other : one));
};

const longest = (values: readonly unknown[]): unknown =>
  values.reduce((one, other) => (bytesOf(other) > bytesOf(one) ? other : one));

/** The length of a value's JSON in UTF-8. */
export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

const mostItems = (schema: z.ZodArray): number | undefined => {
  for (const { _zod } of schema.def.checks ?? []) if ("maximum" in _zod.def) return Number(_zod.def.maximum);
  return undefined;
};

/**
 * The value of a schema that is longest in JSON, as far as its bounds say: not a valid one, since formats are not kept.
 * Throws where something has no bound.
 */
export const largestOf = (schema: z.core.$ZodType, path = ""): unknown => {
  if (schema instanceof z.ZodObject)
    return Object.fromEntries(
      Object.entries<z.core.$ZodType>(schema.shape).map(([key, field]) => [key, largestOf(field, `${path}.${key}`)]),
    );
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return largestOf(schema.unwrap(), path);
  if (schema instanceof z.ZodArray) {
    const most = mostItems(schema);
    if (most === undefined) throw new Error(`${path} is a list without end.`);
    return Array.from({ length: most }, () => largestOf(schema.element, path));
  }
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) {
    if (schema.maxLength === null) throw new Error(`${path} is a text without end.`);
    return (schema.format === null ? WIDE : "x").repeat(schema.maxLength);
  }
  if (schema instanceof z.ZodNumber) return widest(schema);
  if (schema instanceof z.ZodBoolean) return false;
  if (schema instanceof z.ZodEnum) return longest(schema.options);
  if (schema instanceof z.ZodLiteral) return longest([...schema.values]);
  if (schema instanceof z.ZodNull) return null;
  throw new Error(`${path} is of a kind whose largest value is not known.`);
};
