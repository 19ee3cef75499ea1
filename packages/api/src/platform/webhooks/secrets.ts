import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { KeyRing } from "./key-ring.ts";

/** A text sealed with AES-256-GCM, and the id of the key that opens it. */
export interface Sealed {
  /** base64 of nonce (12 bytes) · tag (16) · ciphertext. */
  readonly sealed: string;
  readonly keyId: string;
}

const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals under the ring's current key. The nonce is random: 96 bits last for 2^32 texts under one key (NIST SP 800-38D). */
export const sealSecret = (text: string, ring: KeyRing): Sealed => {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(ring, ring.currentId), nonce, { authTagLength: TAG_BYTES });
  const bytes = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return { sealed: Buffer.concat([nonce, cipher.getAuthTag(), bytes]).toString("base64"), keyId: ring.currentId };
};

/** Throws UnknownKey when the ring lacks the key, and when the text was tampered with. */
export const openSecret = ({ sealed, keyId }: Sealed, ring: KeyRing): string => {
  const bytes = Buffer.from(sealed, "base64");
  const text = NONCE_BYTES + TAG_BYTES;
  const decipher = createDecipheriv(CIPHER, keyOf(ring, keyId), bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, text));
  return Buffer.concat([decipher.update(bytes.subarray(text)), decipher.final()]).toString("utf8");
};

/** The ring of this process has no key of this id. */
export class UnknownKey extends Error {
  constructor(id: string) {
    super(
      `SECRET_KEYS has no key "${id}", with which a secret in the database is sealed. Add it after the current one.`,
    );
    this.name = "UnknownKey";
  }
}

const keyOf = ({ keys }: KeyRing, id: string) => {
  const key = keys.get(id);
  if (!key) throw new UnknownKey(id);
  return key;
};
