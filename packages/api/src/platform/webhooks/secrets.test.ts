import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { type KeyRing, parseKeyRing } from "./key-ring.ts";
import { openSecret, sealSecret, UnknownKey } from "./secrets.ts";

const key = (): string => randomBytes(32).toString("base64");
const ring = (text: string): KeyRing => {
  const read = parseKeyRing(text);
  if (!read) throw new Error("not a key ring");
  return read;
};

test("what is sealed opens again, never looks the same twice, and does not show the text", () => {
  const keys = ring(`k1:${key()}`);
  const [one, two] = [sealSecret("whsec_abc ✈", keys), sealSecret("whsec_abc ✈", keys)];
  expect(openSecret(one, keys)).toBe("whsec_abc ✈");
  expect(one.sealed).not.toBe(two.sealed);
  expect(Buffer.from(one.sealed, "base64").toString("latin1")).not.toContain("whsec");
});

test("after a new key was put first, it seals, and the old one still opens", () => {
  const old = `k1:${key()}`;
  const sealed = sealSecret("text", ring(old));
  const both = ring(`k2:${key()}, ${old}`);
  expect(openSecret(sealed, both)).toBe("text");
  expect(sealSecret("text", both).keyId).toBe("k2");
});

test("a changed byte, another key under the same id and a lost key are errors, not texts", () => {
  const keys = ring(`k1:${key()}`);
  const { sealed, keyId } = sealSecret("text", keys);
  const bytes = Buffer.from(sealed, "base64");
  for (const index of [0, 13, bytes.length - 1]) {
    const changed = Buffer.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 1;
    expect(() => openSecret({ sealed: changed.toString("base64"), keyId }, keys)).toThrow();
  }
  expect(() => openSecret({ sealed, keyId }, ring(`k1:${key()}`))).toThrow();
  expect(() => openSecret({ sealed, keyId }, ring(`k2:${key()}`))).toThrow(UnknownKey);
});

test.each(["", "k1", `k1:${key().slice(4)}`, `K 1:${key()}`, `k1:${key()},k1:${key()}`])(
  "%j is no key ring",
  (text) => {
    expect(parseKeyRing(text)).toBeUndefined();
  },
);
