/** Reads one search parameter; undefined for whatever it is not. */
type Read<Value> = (raw: unknown) => Value | undefined;

type Values<Fields> = { [Key in keyof Fields]?: Fields[Key] extends Read<infer Value> ? Value | undefined : never };

/**
 * Validates a page's search parameters: what does not fit is dropped, so that an old or a mistyped link opens the page
 * and no error. Dropped things are named, as undefined: the router keeps what a validation does not mention.
 *
 *     validateSearch: searchOf({ state: oneOf("ACTIVE", "REVOKED"), q: text, open: text })
 */
export const searchOf =
  <Fields extends Record<string, Read<unknown>>>(fields: Fields) =>
  (raw: Record<string, unknown>): Values<Fields> => {
    const read = Object.entries(fields).map(([key, reader]) => [key, reader(raw[key])] as const);
    return Object.fromEntries(read) as Values<Fields>; // each value was read by the reader of its key
  };

const LONGEST = 400;

/** The address turns what looks like a number into one; it was text. */
export const text: Read<string> = (raw) => {
  const value = typeof raw === "number" || typeof raw === "boolean" ? String(raw) : raw;
  return typeof value === "string" && value !== "" && value.length <= LONGEST ? value : undefined;
};

export const flag: Read<true> = (raw) => (raw === true || raw === "true" ? true : undefined);

export const oneOf =
  <const Values extends readonly string[]>(...values: Values): Read<Values[number]> =>
  (raw) =>
    values.find((value) => value === raw);

export const someOf =
  <const Values extends readonly string[]>(...values: Values): Read<Values[number][]> =>
  (raw) => {
    const chosen = values.filter((value) => (Array.isArray(raw) ? raw : [raw]).includes(value));
    return chosen.length > 0 ? chosen : undefined;
  };

/** An instant; kept as it is written. */
export const instant: Read<string> = (raw) =>
  typeof raw === "string" && !Number.isNaN(Date.parse(raw)) ? raw : undefined;

/** How far a list that stands in an address is read at once. */
export const MOST_PAGES = 20;

/** How many pages of a list are shown, where it is more than the first. */
export const pageCount: Read<number> = (raw) =>
  typeof raw === "number" && Number.isInteger(raw) && raw > 1 ? Math.min(raw, MOST_PAGES) : undefined;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const id: Read<string> = (raw) => (typeof raw === "string" && UUID.test(raw) ? raw : undefined);
