import type { CenterId } from "@aviationalley/db/client.ts";
import type { ServedRequest } from "./requests.ts";

/** Who a token stands for. Whether it still does (expiry, revocation) is judged at each request, against the clock. */
export interface KeyPrincipal {
  readonly id: string;
  readonly name: string;
  /** The center whose data the key reads: the sandbox's for a test key. */
  readonly centerId: CenterId;
  readonly mode: "live" | "test";
  readonly scopes: ReadonlySet<string>;
  /** Milliseconds since 1970; null for never. */
  readonly expiresAt: number | null;
  /** Milliseconds since 1970, and possibly ahead: a reissued key works on until its overlap ends. */
  readonly revokedAt: number | null;
}

/** Looks keys up by the SHA-256 of the whole token, in lower-case hex. */
export interface KeyStore {
  /** A value at once when it is cached, so that the hot path awaits nothing. */
  find(tokenSha256: string): KeyPrincipal | undefined | Promise<KeyPrincipal | undefined>;
  /** The key was used now. Must not wait for the database. */
  touch(keyId: string): void;
  /** The key's request was answered. Must not wait for the database. */
  note?(request: ServedRequest): void;
}
