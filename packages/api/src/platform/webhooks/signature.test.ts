import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { newSecret, secretBytes, secretHint } from "./secret-text.ts";
import { signatureHeaders, signingKey, signingKeys } from "./signature.ts";

const NOW = "2026-05-31T14:03:22.000Z";
const body = JSON.stringify({ id: "del_1", type: "booking.created", note: "żółw ✈" });
const timestamp = Math.floor(Date.now() / 1000);
const promised = (secret: string): string => createHmac("sha256", secret).update(body).digest("hex");
const [secret, old] = [newSecret(), newSecret()];

const sign = (expiresAt: string | null, promisedWith: "CURRENT" | "PREVIOUS" = "PREVIOUS") => {
  const previous = expiresAt === null ? null : { key: signingKey(old), expiresAt };
  const keys = signingKeys(signingKey(secret), previous, promisedWith, NOW);
  return { ...signatureHeaders({ keys, deliveryId: "del_1", timestamp, body }) };
};

test("a secret is whsec_ and the base64 of 32 bytes", () => {
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(secretBytes(secret)).toHaveLength(32);
  expect(secretHint("whsec_abcdWXYZ=")).toBe("WXYZ");
});

test("the promised header is the hex HMAC of the raw body under the whole text of the secret", () => {
  expect(sign(null)["X-AviationAlley-Signature"]).toBe(promised(secret));
});

test("the public Standard Webhooks library verifies it, and refuses another body, id or secret", () => {
  const headers = sign(null);
  expect(new Webhook(secret).verify(body, headers)).toMatchObject({ id: "del_1" });
  expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
  expect(() => new Webhook(secret).verify(body, { ...headers, "webhook-id": "del_2" })).toThrow();
  expect(() => new Webhook(old).verify(body, headers)).toThrow();
});

test("during an overlap both secrets verify, and the promised header stays with the old one until staff switch", () => {
  const later = "2026-06-01T00:00:00.000Z";
  for (const one of [secret, old]) expect(new Webhook(one).verify(body, sign(later))).toBeDefined();
  expect(sign(later)["X-AviationAlley-Signature"]).toBe(promised(old));
  expect(sign(later, "CURRENT")["X-AviationAlley-Signature"]).toBe(promised(secret));
});

test("when the overlap ends, only the new secret signs", () => {
  const headers = sign(NOW);
  expect(headers["X-AviationAlley-Signature"]).toBe(promised(secret));
  expect(headers["webhook-signature"].split(" ")).toHaveLength(1);
  expect(() => new Webhook(old).verify(body, headers)).toThrow();
});
