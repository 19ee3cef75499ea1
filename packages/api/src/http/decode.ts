import { z } from "zod";
import type { InputFault } from "../lib/errors.ts";
import { suggestion } from "../lib/nearest.ts";
import { bare } from "./shape.ts";

/** The values of a query or a path, each of its declared type, or what is wrong with them. */
export type Decoded = { readonly values: Record<string, unknown> } | { readonly faults: readonly InputFault[] };

/** One text of a URL as the value that its schema declares; a string that begins with "must" is never a value. */
type Read = (text: string) => { readonly value: unknown } | { readonly wanted: string };

const NONE: Decoded = { values: Object.freeze({}) };
const MOST_FAULTS = 20;

/**
 * A strict decoder for query strings, built once from the operation's schema. Nothing is coerced: `true|false`,
 * decimal integers, lists separated by commas, each parameter at most once; everything else is a fault that names the
 * parameter. Bounds and formats are the schema's own business afterwards.
 */
export const queryDecoder = (schema: z.ZodObject | undefined): ((query: string) => Decoded) => {
  const readers = readersOf(schema);
  const known = [...readers.keys()];
  return (query) => {
    if (query === "") return NONE;
    const values: Record<string, unknown> = {};
    const faults: InputFault[] = [];
    for (const piece of query.split("&")) {
      if (piece === "") continue;
      if (faults.length === MOST_FAULTS) break;
      const equals = piece.indexOf("=");
      const name = unescape(equals === -1 ? piece : piece.slice(0, equals));
      const text = unescape(equals === -1 ? "" : piece.slice(equals + 1));
      const read = name === undefined ? undefined : readers.get(name);
      if (name === "") {
        faults.push({ path: "", message: `has a parameter without a name; ${suggestion("", known)}` });
        continue;
      }
      if (name === undefined || read === undefined)
        faults.push({
          path: name ?? piece.slice(0, 40),
          message: `is not a parameter of this operation; ${suggestion(name ?? "", known)}`,
        });
      else if (Object.hasOwn(values, name))
        faults.push({ path: name, message: "is given more than once; several values are separated by commas" });
      else take(values, faults, name, text, read);
    }
    return faults.length === 0 ? { values } : { faults };
  };
};

/** The same for the parameters of a path, which the router has cut out and unescaped already. */
export const pathDecoder = (schema: z.ZodObject | undefined): ((params: unknown) => Decoded) => {
  const readers = [...readersOf(schema)];
  if (readers.length === 0) return () => NONE;
  return (params) => {
    const given = new Map<string, unknown>(Object.entries(params ?? {}));
    const values: Record<string, unknown> = {};
    const faults: InputFault[] = [];
    for (const [name, read] of readers) {
      const text = given.get(name);
      take(values, faults, name, typeof text === "string" ? text : "", read);
    }
    return faults.length === 0 ? { values } : { faults };
  };
};

const take = (
  values: Record<string, unknown>,
  faults: InputFault[],
  name: string,
  text: string | undefined,
  read: Read,
): void => {
  if (text === undefined) faults.push({ path: name, message: "is not percent-encoded UTF-8" });
  else if (text.includes("\0")) faults.push({ path: name, message: "must not contain the NUL character" });
  else {
    const outcome = read(text);
    if ("value" in outcome) values[name] = outcome.value;
    else faults.push({ path: name, message: outcome.wanted });
  }
};

/** Undoes percent-encoding, with + for a space as forms write it; undefined when it is broken. */
const unescape = (text: string): string | undefined => {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
};

const readersOf = (schema: z.ZodObject | undefined): Map<string, Read> =>
  new Map(Object.entries(schema?.shape ?? {}).map(([name, field]) => [name, reader(name, field)]));

const reader = (name: string, schema: z.core.$ZodType): Read => {
  const inner = bare(schema);
  if (inner instanceof z.ZodArray) return listReader(reader(name, inner.element));
  if (inner instanceof z.ZodBoolean) return readBoolean;
  if (inner instanceof z.ZodNumber) return integerReader(name, inner);
  if (inner instanceof z.ZodISODateTime) return readInstant;
  if (
    inner instanceof z.ZodString ||
    inner instanceof z.ZodStringFormat ||
    inner instanceof z.ZodEnum ||
    inner instanceof z.ZodLiteral
  )
    return readText;
  throw new Error(
    `The parameter ${name} has a type that no URL can carry: use text, enum, integer, boolean or a list.`,
  );
};

const readText: Read = (text) => ({ value: text });

/**
 * ISO 8601's other spelling of an offset, `+0000`, is read as the schema's `+00:00`: it is how the client that
 * openapi-generator makes for Python writes every instant of a query.
 */
const readInstant: Read = (text) => ({ value: text.replace(/^(\d{4}-.{5}T.+[+-]\d\d)(\d\d)$/, "$1:$2") });

const readBoolean: Read = (text) =>
  text === "true" || text === "false" ? { value: text === "true" } : { wanted: "must be true or false" };

/** At most 15 digits: every such number is exact. */
const INTEGER = /^-?(0|[1-9]\d{0,14})$/;

const integerReader = (name: string, schema: z.ZodNumber): Read => {
  if (!schema.format?.includes("int"))
    throw new Error(`The parameter ${name} is a fraction, which has no one spelling.`);
  const { minValue: least, maxValue: most } = schema;
  const wanted = `must be a whole number${least === null || most === null ? "" : ` from ${least} to ${most}`}`;
  return (text) => (INTEGER.test(text) ? { value: Number(text) } : { wanted });
};

const listReader =
  (read: Read): Read =>
  (text) => {
    const values: unknown[] = [];
    for (const item of text.split(",")) {
      if (item === "") return { wanted: "must be one value or several, separated by single commas" };
      const outcome = read(item);
      if ("wanted" in outcome) return outcome;
      values.push(outcome.value);
    }
    return { value: values };
  };
