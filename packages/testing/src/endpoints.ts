import { randomBytes } from "node:crypto";
import { newId } from "@aviationalley/api/lib/ids.ts";
import { destinationJudge } from "@aviationalley/api/platform/webhooks/destination.ts";
import { type KeyRing, parseKeyRing } from "@aviationalley/api/platform/webhooks/key-ring.ts";
import { openResolver } from "@aviationalley/api/platform/webhooks/resolve.ts";
import { newSecret, secretHint } from "@aviationalley/api/platform/webhooks/secret-text.ts";
import { sealSecret } from "@aviationalley/api/platform/webhooks/secrets.ts";
import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";

export interface EndpointWish {
  readonly url: string;
  /** Exact types, families, `*`. Everything unless wished otherwise. */
  readonly events?: readonly string[];
  readonly ratePerSecond?: number;
  readonly maxInFlight?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly contactEmail?: string;
}

export interface TestEndpoint {
  readonly id: string;
  readonly secret: string;
}

/** The ring of this process's endpoints, for a worker in another one. */
export const RING_TEXT = `test:${randomBytes(32).toString("base64")}`;

const readRing = (text: string): KeyRing => {
  const ring = parseKeyRing(text);
  if (!ring) throw new Error("This is not a key ring.");
  return ring;
};

/** What a worker needs to send to receivers on this machine, from sandboxes. */
export const loopbackWorker = (ringText: string) => ({
  ring: readRing(ringText),
  judge: destinationJudge(openResolver()),
  allow: ["127.0.0.0/8"],
  publicUrl: "https://api.example.com",
});

export const LOOPBACK_WORKER = loopbackWorker(RING_TEXT);

const { ring } = LOOPBACK_WORKER;

const insertEndpoint = statement<never>(
  "testing.insert_endpoint",
  `with endpoint as (
     insert into endpoints (center_id, id, url, events, rate_per_second, max_in_flight, secret, secret_hint, secret_key_id,
                            header_names, header_values, header_values_key_id, contact_email, created_by_name, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'Test', now(), now())
   ), state as (
     insert into endpoint_states (center_id, endpoint_id) values ($1, $2)
   )
   insert into endpoint_subscriptions (center_id, endpoint_id, pattern) select $1, $2, unnest($4::text[])`,
);

/** An endpoint of a center, without the checks of its form; for tests of what is sent to it. */
export const newEndpoint = async (db: Db, centerId: CenterId, wish: EndpointWish): Promise<TestEndpoint> => {
  const id = newId();
  const secret = newSecret();
  const sealed = sealSecret(secret, ring);
  const headers = wish.headers ? sealSecret(JSON.stringify(wish.headers), ring) : undefined;
  await db.run(insertEndpoint, [
    centerId,
    id,
    wish.url,
    wish.events ?? ["*"],
    wish.ratePerSecond ?? null,
    wish.maxInFlight ?? 10,
    sealed.sealed,
    secretHint(secret),
    sealed.keyId,
    Object.keys(wish.headers ?? {}),
    headers?.sealed ?? null,
    headers?.keyId ?? null,
    wish.contactEmail ?? null,
  ]);
  return { id, secret };
};
