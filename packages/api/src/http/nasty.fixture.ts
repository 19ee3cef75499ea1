import { randomUUID } from "node:crypto";
import fc from "fast-check";
import type { Operation } from "./walk.ts";

/** What breaks programs that believe what they are sent. */
const NASTY = [
  "",
  " ",
  "'",
  '"',
  "\\",
  "\0",
  "%",
  "%00",
  "%zz",
  "_",
  "*",
  "$1",
  ";",
  "--",
  "' or 1=1 --",
  "'; drop table bookings; --",
  "1) or pg_sleep(9) is null --",
  "../../../etc/passwd",
  "..%2f..%2f",
  "%2e%2e/",
  "\r\nX-Injected: yes",
  "\nX-Injected: yes",
  "\ud800",
  "\u202e\ufeff",
  "🦄",
  "ａ９",
  "1e999",
  "-0",
  "9007199254740993",
  "NaN",
  "null",
  "true",
  "undefined",
  "__proto__",
  "constructor",
  "toString",
  "<script>alert(1)</script>",
  "${jndi:ldap://x}",
  "{{7*7}}",
  "x".repeat(3000),
  "0000-00-00",
  "2026-02-30T25:61:61Z",
  "+275760-09-13T00:00:00Z",
  "0000-12-31",
  "0000-12-31T23:59:59Z",
  "0001-01-01T00:00:00+14:00",
  "9999-12-31T23:59:59-23:59",
];

/** What an operation may well take, so that requests get as far as the database. */
const PLAUSIBLE = [
  "1",
  "50",
  "200",
  "SCHEDULED",
  "ACTIVE",
  "OPEN,IN_PROGRESS",
  "CAPTAIN",
  "moreno",
  "more\0no",
  "more\ud800no",
  "%_\\'\"",
  "2026-05-31",
  "2026-05-31T14:03:22Z",
  "9999-12-31T23:59:59Z",
  "0197a3c2-6f1e-7cc0-8a55-3b9a1d2e4f60",
];

const nasty = fc.oneof(fc.constantFrom(...NASTY), fc.string({ unit: "binary", maxLength: 40 }), fc.string());
const value = fc.oneof(
  nasty,
  fc.constantFrom(...PLAUSIBLE),
  fc.tuple(nasty, nasty).map(([a, b]) => `${a}${b}`),
);

/** The usual three times out of four, so that what is odd stands alone often enough to get far. */
const mostly = <Value>(usual: Value, odd: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof({ arbitrary: fc.constant(usual), weight: 3 }, odd);

/** A text as it may stand in a URL: rightly encoded, twice, or not at all. */
const inUrl = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(texts, fc.constantFrom("once", "once", "twice", "raw")).map(([text, how]) => {
    const once = encodeURIComponent(text.toWellFormed());
    return how === "once" ? once : how === "twice" ? encodeURIComponent(once) : text.replaceAll(/[\s#]/g, "+");
  });

const queryOf = ({ query }: Operation): fc.Arbitrary<string> => {
  const names = Object.keys(query?.shape ?? {});
  const name = names.length === 0 ? nasty : fc.oneof({ arbitrary: fc.constantFrom(...names), weight: 9 }, nasty);
  return fc
    .array(fc.tuple(inUrl(name), inUrl(value)), { maxLength: 3 })
    .map((pairs) => (pairs.length === 0 ? "" : `?${pairs.map(([key, text]) => `${key}=${text}`).join("&")}`));
};

const NUMBERS = ["0", "-0", "1", "1e999", "-1e-999", "123456789012345678901234567890", "2147483648", "0.1", "01", "+1"];

/** JSON as text, since only text can have a key twice, half a surrogate pair, or a number beyond all bounds. */
const jsonText = (names: readonly string[]): fc.Arbitrary<string> => {
  const key = fc.oneof({ arbitrary: fc.constantFrom(...names, "__proto__", "id"), weight: 6 }, nasty);
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      value.map((text) => JSON.stringify(text)),
      fc.constantFrom("null", "true", "false", '"\\ud800"', '"\\u0000"', ...NUMBERS),
      fc.array(tie("tree"), { maxLength: 3 }).map((items) => `[${items.join(",")}]`),
      objectText(key, tie("tree")),
    ),
  }));
  return fc.oneof(
    { arbitrary: objectText(key, tree), weight: 8 },
    tree,
    fc.constantFrom("", "{", "[]", "[".repeat(9_000), `${'{"a":'.repeat(40)}1${"}".repeat(40)}`, " ".repeat(70_000)),
    fc.string({ unit: "binary", maxLength: 60 }),
  );
};

const objectText = (key: fc.Arbitrary<string>, inner: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .array(fc.tuple(key, inner), { maxLength: 6 })
    .map((fields) => `{${fields.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(",")}}`);

/** A body whose fields are right, but for one. */
const nearlyRight = (right: Readonly<Record<string, unknown>>, names: readonly string[]): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...names), jsonText(names), fc.boolean()).map(([name, text, spoil]) => {
    const fields = Object.entries({ ...right, notes: `fuzzed ${randomUUID()}` });
    const texts = fields.map(([field, one]) => `${JSON.stringify(field)}:${JSON.stringify(one)}`);
    return `{${[...texts, ...(spoil ? [`${JSON.stringify(name)}:${text}`] : [])].join(",")}}`;
  });

const HEADERS = ["X-Request-Id", "If-Match", "If-None-Match", "Idempotency-Key", "Accept", "Origin", "Cookie", "Range"];

const headers = mostly([], fc.array(fc.tuple(fc.constantFrom(...HEADERS), value), { maxLength: 2 }));

/** What is known of the center: a token with every scope, ids that are there, and a body that is right. */
export interface Known {
  readonly token: string;
  readonly ids: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
}

/** A request as bytes. */
export const requestOf = (operation: Operation, { token, ids, body: right }: Known): fc.Arbitrary<Buffer> => {
  const { method, path } = operation.meta;
  const id = fc.oneof({ arbitrary: fc.constantFrom(...ids), weight: 3 }, inUrl(value));
  const names = Object.keys(operation.body?.shape ?? {});
  const body =
    names.length === 0
      ? fc.constant("")
      : fc.oneof(jsonText(names), { arbitrary: nearlyRight(right, names), weight: 2 });
  const authorization = fc.oneof({ arbitrary: fc.constant(`Bearer ${token}`), weight: 12 }, value);
  const type = fc.oneof({ arbitrary: fc.constant("application/json"), weight: 12 }, value);
  const query = method === "GET" ? queryOf(operation) : mostly("", queryOf(operation));
  const parts = { id, query, body, authorization, type, headers };
  return fc.record(parts).map((one) => {
    const target = `/api/v1${path.replace("{id}", one.id)}${one.query}`;
    // As UTF-16 text is written by careless clients: half a pair becomes U+FFFD, the rest UTF-8.
    const payload = Buffer.from(one.body, "utf8");
    const lines = [
      `${method} ${target} HTTP/1.1`,
      "Host: api.example.com",
      "Connection: close",
      ...(names.length === 0 ? [] : [`Content-Length: ${payload.length}`, `Content-Type: ${one.type}`]),
      `Authorization: ${one.authorization}`,
      ...one.headers.map(([name, text]) => `${name}: ${text}`),
    ];
    return Buffer.concat([Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "utf8"), payload]);
  });
};
