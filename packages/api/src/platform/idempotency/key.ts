import { hash } from "node:crypto";
import { fail, type Failure } from "../../lib/errors.ts";

const KEY = /^[\x20-\x7e]{1,255}$/;

/** The `Idempotency-Key` header as it is used; null when none was sent. */
export const idempotencyKeyOf = (header: string | readonly string[] | undefined): string | null | Failure => {
  if (header === undefined) return null;
  const key = typeof header === "string" ? header : header.join(", ");
  return KEY.test(key)
    ? key
    : fail("invalid_request", "`Idempotency-Key` must have 1 to 255 printable ASCII characters, e.g. a UUID.", {
        errors: [{ path: "Idempotency-Key", message: "must have 1 to 255 printable ASCII characters" }],
      });
};

/** What the database keeps of it: people make keys of names, addresses and even tokens. */
export const keyDigest = (key: string): string => hash("sha256", key, "hex");

/** What makes two requests the same: SHA-256 of the body, whatever the order of its fields, and of `If-Match`. */
export const fingerprintOf = (body: unknown, ifMatch: string | null): string =>
  hash("sha256", canonical([body ?? null, ifMatch]), "hex");

/** JSON with sorted fields and no spaces. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(",")}}`;
};
