import { type CenterId, type Db, statement } from "@aviationalley/db/client.ts";
import { fail, type Failure, notFound } from "../../lib/errors.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";
import { record } from "../audit/record.ts";
import { refuseConfidential } from "./confidential.ts";
import { findEndpointForUpdate } from "./endpoint-queries.ts";
import { present, subject } from "./endpoints.ts";
import type { SecretShown, WebhookEndpoint } from "./schema.ts";
import { newSecret, secretHint } from "./secret-text.ts";
import { sealSecret } from "./secrets.ts";
import type { Keeper, WebhookServices } from "./services.ts";
import type { SubscriptionPolicy } from "./subscriptions.ts";

/** Inside an overlap, and the promised header still signs with the old secret: its receivers know no other. */
const IN_USE = "promised_header_signs_with = 'PREVIOUS' and previous_secret_expires_at > $4";

const replaceSecret = statement<never>(
  "webhooks.rotate",
  `update endpoints
      set previous_secret = case when $3 = 0 then null when ${IN_USE} then previous_secret else secret end,
          previous_secret_hint = case when $3 = 0 then null when ${IN_USE} then previous_secret_hint else secret_hint end,
          previous_secret_key_id = case when $3 = 0 then null when ${IN_USE} then previous_secret_key_id else secret_key_id end,
          previous_secret_expires_at = case when $3 > 0 then
            greatest(case when ${IN_USE} then previous_secret_expires_at end, $4::timestamptz + $3::int * interval '1 day') end,
          promised_header_signs_with = case when $3 > 0 then 'PREVIOUS' else 'CURRENT' end,
          secret = $5, secret_key_id = $6, secret_hint = $7, version = version + 1, updated_at = $4
    where center_id = $1 and id = $2`,
);

/**
 * Gives an endpoint a new secret, which is in this answer and nowhere else. For `overlapDays` both sign, so that the
 * receiver can change over. A rotation inside an earlier one's overlap keeps the secret that the promised header signs
 * with, for at least as long as was said, and replaces the newest; one without an overlap ends all others.
 */
export const rotateSecret = (
  db: Db | CenterTx,
  by: Keeper,
  { ring }: WebhookServices,
  policy: SubscriptionPolicy,
  centerId: CenterId,
  id: string,
  overlapDays: number,
): Promise<SecretShown | Failure> =>
  transaction(db, centerId, async (tx) => {
    const old = await findEndpointForUpdate(tx, centerId, id);
    if (!old) return notFound("webhook endpoint");
    // Who gets the secret could forge what a receiver takes for a confidential event.
    const above = await refuseConfidential(tx, by, policy, old);
    if (above) return above;
    const secret = newSecret();
    const { sealed, keyId } = sealSecret(secret, ring);
    const hint = secretHint(secret);
    await tx.run(replaceSecret, [centerId, id, overlapDays, tx.at, sealed, keyId, hint]);
    await record(tx, by, "webhook_endpoint.secret_rotated", subject(id), {
      hint,
      fromHint: old.secretHint,
      overlapDays,
    });
    return { endpoint: await present(tx, id), secret };
  });

const promoteSecret = statement<never>(
  "webhooks.switch_promised",
  `update endpoints set promised_header_signs_with = 'CURRENT', version = version + 1, updated_at = $3
    where center_id = $1 and id = $2`,
);

/** From now on the promised header signs with the new secret; Standard Webhooks' goes on with both until the overlap ends. */
export const switchPromisedHeader = (
  db: Db | CenterTx,
  by: Keeper,
  centerId: CenterId,
  id: string,
): Promise<WebhookEndpoint | Failure> =>
  transaction(db, centerId, async (tx) => {
    const old = await findEndpointForUpdate(tx, centerId, id);
    if (!old) return notFound("webhook endpoint");
    if (old.previousSecretExpiresAt === null)
      return fail("conflict", "No rotation is under way: everything is signed with the present secret.");
    if (old.promisedHeaderSignsWith === "CURRENT") return present(tx, id);
    await tx.run(promoteSecret, [centerId, id, tx.at]);
    await record(tx, by, "webhook_endpoint.signature_switched", subject(id), { hint: old.secretHint });
    return present(tx, id);
  });
