import { createHmac, createSecretKey, type KeyObject } from "node:crypto";
import { secretBytes } from "./secret-text.ts";

/** A secret made ready to sign with. The promised header takes the text as shown, Standard Webhooks what it encodes. */
export interface SigningKey {
  readonly promised: KeyObject;
  readonly standard: KeyObject;
}

export const signingKey = (secret: string): SigningKey => ({
  promised: createSecretKey(secret, "utf8"),
  standard: createSecretKey(secretBytes(secret)),
});

/** What an endpoint signs with now. */
export interface SigningKeys {
  /** The promised header holds one signature: during an overlap the old secret's, unless staff have switched. */
  readonly promised: SigningKey;
  /** Standard Webhooks takes several: the present secret first, during an overlap the old one after it. */
  readonly standard: readonly SigningKey[];
}

/** Which of two secrets sign: the old one only until its overlap ends. Both instants are ISO texts in UTC. */
export const signingKeys = (
  current: SigningKey,
  previous: { readonly key: SigningKey; readonly expiresAt: string } | null,
  promisedWith: "CURRENT" | "PREVIOUS",
  now: string,
): SigningKeys =>
  previous === null || previous.expiresAt <= now
    ? { promised: current, standard: [current] }
    : { promised: promisedWith === "PREVIOUS" ? previous.key : current, standard: [current, previous.key] };

export interface Signable {
  readonly keys: SigningKeys;
  /** The delivery's public id, `del_…`. */
  readonly deliveryId: string;
  /** Whole seconds since 1970, of this attempt. */
  readonly timestamp: number;
  /** The very bytes that are sent, as their UTF-8 text. */
  readonly body: string;
}

export interface SignatureHeaders {
  readonly "X-AviationAlley-Signature": string;
  readonly "webhook-id": string;
  readonly "webhook-timestamp": string;
  readonly "webhook-signature": string;
}

/** The promised signature, hex HMAC-SHA256 of the body; and Standard Webhooks 1.0.0 (`v1,` + base64) beside it. */
export const signatureHeaders = ({ keys, deliveryId, timestamp, body }: Signable): SignatureHeaders => {
  const signed = `${deliveryId}.${timestamp}.${body}`;
  return {
    "X-AviationAlley-Signature": createHmac("sha256", keys.promised.promised).update(body).digest("hex"),
    "webhook-id": deliveryId,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": keys.standard
      .map(({ standard }) => `v1,${createHmac("sha256", standard).update(signed).digest("base64")}`)
      .join(" "),
  };
};
