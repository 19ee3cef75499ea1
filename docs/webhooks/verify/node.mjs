import { createHmac, timingSafeEqual } from "node:crypto";

const same = (a, b) => {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
};

/** X-AviationAlley-Signature. `body` is the raw body as it came (a Buffer), before any JSON parser. */
export const verifySignature = (secret, body, signature) =>
  same(createHmac("sha256", secret).update(body).digest("hex"), signature);

/** webhook-signature (Standard Webhooks): also refuses what is older or newer than five minutes, so no replays. */
export const verifyStandard = (secret, body, id, timestamp, signatures, now = Date.now() / 1000) => {
  if (!/^\d+$/.test(timestamp) || Math.abs(now - Number(timestamp)) > 300) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const wanted = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest("base64");
  return signatures.split(" ").some((one) => same(`v1,${wanted}`, one));
};

// Tries it by hand: the body on standard input, the rest in the environment.
if (process.argv[1] === import.meta.filename) {
  const { SECRET = "", SIGNATURE = "", ID = "", TIMESTAMP = "", SIGNATURES = "" } = process.env;
  const body = Buffer.concat(await process.stdin.toArray());
  console.log(verifySignature(SECRET, body, SIGNATURE), verifyStandard(SECRET, body, ID, TIMESTAMP, SIGNATURES));
}
