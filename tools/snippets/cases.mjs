/** What a verifier must take and refuse, signed by the very code that signs deliveries. */
import { newSecret } from "../../packages/api/src/platform/webhooks/secret-text.ts";
import { signatureHeaders, signingKey, signingKeys } from "../../packages/api/src/platform/webhooks/signature.ts";

const body = '{"id":"del_1","type":"booking.created","data":{"object":{"notes":"żółw ✈ \\u0000"},"previous":null}}';

/** Of the moment of the call: Standard Webhooks' signatures are good for five minutes. */
export const verificationCases = () => {
  const now = Math.floor(Date.now() / 1000);
  const [secret, old, other] = [newSecret(), newSecret(), newSecret()];
  const later = new Date(Date.now() + 3_600_000).toISOString();
  const sign = (timestamp, previous) => {
    const overlap = previous ? { key: signingKey(previous), expiresAt: later } : null;
    const keys = signingKeys(signingKey(secret), overlap, "PREVIOUS", new Date().toISOString());
    const headers = signatureHeaders({ keys, deliveryId: "del_1", timestamp, body });
    return {
      body,
      secret,
      id: headers["webhook-id"],
      timestamp: headers["webhook-timestamp"],
      signature: headers["X-AviationAlley-Signature"],
      signatures: headers["webhook-signature"],
    };
  };
  const good = sign(now);
  const overlap = sign(now, old);
  return [
    { ...good, name: "a delivery", want: "true true" },
    { ...good, name: "a changed body", body: body.replace("booking", "Booking"), want: "false false" },
    { ...good, name: "another secret", secret: other, want: "false false" },
    { ...good, name: "another id", id: "del_2", want: "true false" },
    { ...sign(now - 600), name: "ten minutes old", want: "true false" },
    { ...sign(now + 600), name: "ten minutes ahead", want: "true false" },
    { ...overlap, name: "the old secret in an overlap", secret: old, want: "true true" },
    { ...overlap, name: "the new secret in an overlap", want: "false true" },
    { ...good, name: "cut signatures", signature: good.signature.slice(1), signatures: "v1,", want: "false false" },
    { ...good, name: "no signatures", signature: "", signatures: "", timestamp: "", want: "false false" },
    { ...good, name: "a timestamp that is no number", timestamp: `${now}x`, want: "true false" },
  ];
};
