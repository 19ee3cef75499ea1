import { types } from "pg";

/**
 * How columns arrive. Parsing a Date per column is half of a list's client cost, and JSON is passed on as it is, so
 * both stay text; a numeric would lose digits as a number.
 */
const OID = {
  json: 114,
  int8: 20,
  date: 1082,
  time: 1083,
  timestamp: 1114,
  timestamptz: 1184,
  interval: 1186,
} as const;
const AS_TEXT = [...Object.values(OID).filter((oid) => oid !== OID.int8), 1266 /* timetz */, 1700 /* numeric */, 3802];

/** Arrays of the same: json, jsonb, numeric, date, time, timetz, timestamp, timestamptz, interval. */
const AS_TEXT_ARRAY = [199, 3807, 1231, 1182, 1183, 1270, 1115, 1185, 1187];
const TEXT_ARRAY: number = 1009;
const INT8_ARRAY = 1016;

type Parser = (text: string) => unknown;

/** An int8 as a number; the first one that a number cannot hold exactly is an error, not a wrong value. */
const safeInteger: Parser = (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`the int8 ${text} is not a safe integer; select it as text`);
  return value;
};

const textArray: Parser = types.getTypeParser(TEXT_ARRAY);
const safeIntegerArray: Parser = (text) => {
  const elements = textArray(text);
  return Array.isArray(elements) ? elements.map((element) => (element === null ? null : safeInteger(element))) : [];
};

const OWN = new Map<number, Parser>([
  ...AS_TEXT.map((oid): [number, Parser] => [oid, (text) => text]),
  ...AS_TEXT_ARRAY.map((oid): [number, Parser] => [oid, textArray]),
  [OID.int8, safeInteger],
  [INT8_ARRAY, safeIntegerArray],
]);

/** The `types` setting of a `pg` client; every column is asked for in text format. */
export const parsers = { getTypeParser: (oid: number): Parser => OWN.get(oid) ?? types.getTypeParser(oid) };
