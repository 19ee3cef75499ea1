import { hash, randomBytes } from "node:crypto";

export interface MintedToken {
  /** `aa_<mode>_<32 hex>`: shown once, kept nowhere. */
  readonly token: string;
  readonly sha256: string;
  /** The last four characters, by which people tell keys apart. */
  readonly hint: string;
}

/** 128 random bits: a plain digest suffices, since there is nothing to guess that a slow hash could protect. */
export const mintToken = (mode: "live" | "test"): MintedToken => {
  const token = `aa_${mode}_${randomBytes(16).toString("hex")}`;
  return { token, sha256: tokenSha256(token), hint: token.slice(-4) };
};

/** What the database keeps of a token, and what lookups go by: SHA-256 of the whole of it, in lower-case hex. */
export const tokenSha256 = (token: string): string => hash("sha256", token, "hex");
