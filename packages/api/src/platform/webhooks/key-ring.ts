import { createSecretKey, type KeyObject } from "node:crypto";

/** The keys that seal secrets at rest. All of them open; the first one seals. */
export interface KeyRing {
  readonly currentId: string;
  readonly keys: ReadonlyMap<string, KeyObject>;
}

const ENTRY = /^([a-z0-9][a-z0-9-]{0,31}):([A-Za-z0-9+/]{43}=)$/;

/**
 * Reads `id:base64,…`, each key 32 bytes; the first is the current one. Undefined where the text is anything else, so
 * that whoever asked can say so without showing it.
 */
export const parseKeyRing = (text: string): KeyRing | undefined => {
  const entries = text.split(",").map((entry) => ENTRY.exec(entry.trim()));
  const keys = new Map<string, KeyObject>();
  for (const entry of entries) {
    const [, id, key] = entry ?? [];
    if (id === undefined || key === undefined || keys.has(id)) return undefined;
    keys.set(id, createSecretKey(Buffer.from(key, "base64")));
  }
  const [currentId] = keys.keys();
  return currentId === undefined ? undefined : { currentId, keys };
};
