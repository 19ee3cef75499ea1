type Parameter = string | Buffer | null;

/** The protocol counts parameters in 16 bits; a longer list would be cut silently. */
const MOST_PARAMETERS = 65_535;

const TO_ESCAPE = /["\\]/;
const NOT_ASCII = /[^ -~]/;

/**
 * A text between quotes, `"` and `\` escaped. Of plain ASCII JSON's form is the same, and made in two thirds of the
 * time: a batch of attempts carries a hundred kilobytes of headers full of quotes.
 */
const quoted = (text: string): string => {
  if (!TO_ESCAPE.test(text)) return `"${text}"`;
  return NOT_ASCII.test(text) ? `"${text.replace(/["\\]/g, "\\$&")}"` : JSON.stringify(text);
};

const arrayElement = (value: unknown): string => {
  const encoded = Array.isArray(value) ? arrayLiteral(value) : encodeParameter(value);
  if (encoded === null) return "NULL";
  if (Buffer.isBuffer(encoded)) return `"\\\\x${encoded.toString("hex")}"`;
  return Array.isArray(value) ? encoded : quoted(encoded);
};

const arrayLiteral = (values: readonly unknown[]): string => `{${values.map(arrayElement).join(",")}}`;

/** One value as the text the server reads: arrays as array literals, other objects as JSON, dates in UTC. */
const encodeParameter = (value: unknown): Parameter => {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "boolean":
    case "bigint":
      return value.toString();
    case "undefined":
      return null;
    case "object":
      if (value === null || Buffer.isBuffer(value)) return value;
      if (Array.isArray(value)) return arrayLiteral(value);
      if (value instanceof Uint8Array) return Buffer.from(value);
      return value instanceof Date ? value.toISOString() : JSON.stringify(value);
    case "symbol":
    case "function":
      throw new TypeError(`a ${typeof value} cannot be a parameter`);
  }
};

/**
 * Encodes a statement's values. Done before `pg` sees them: a value that its own encoding throws on leaves a named
 * statement closed on the server and marked as prepared in the client, which then fails for good.
 */
export const encodeParameters = (values: readonly unknown[]): Parameter[] => {
  if (values.length > MOST_PARAMETERS) throw new RangeError(`${values.length} parameters; at most ${MOST_PARAMETERS}`);
  return values.map(encodeParameter);
};
