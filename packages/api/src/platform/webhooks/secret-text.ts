import { randomBytes } from "node:crypto";

/** Standard Webhooks 1.0.0: a symmetric secret is this prefix and base64. */
const PREFIX = "whsec_";
const BYTES = 32;

/** A new endpoint's secret: `whsec_` + base64 of 32 random bytes. */
export const newSecret = (): string => PREFIX + randomBytes(BYTES).toString("base64");

/** By which people tell secrets apart: the last four characters before the padding. */
export const secretHint = (secret: string): string => secret.replace(/=+$/, "").slice(-4);

/** The bytes that Standard Webhooks signs with: what the base64 stands for. */
export const secretBytes = (secret: string): Buffer => Buffer.from(secret.slice(PREFIX.length), "base64");
