import { type Db, statement } from "@aviationalley/db/client.ts";
import { unnested } from "../../lib/bound-arrays.ts";
import { type DestinationPolicy, type Forbidden, judgeUrl } from "./destination.ts";
import type { KeyRing } from "./key-ring.ts";
import type { Exhausted } from "./outcome.ts";
import { openSecret, UnknownKey } from "./secrets.ts";
import { type SigningKey, signingKey, type SigningKeys, signingKeys } from "./signature.ts";

/** An endpoint as the engine sends to it, of one version of its configuration. */
export interface Target {
  readonly endpointId: string;
  readonly version: number;
  readonly mode: "live" | "test";
  readonly url: URL | Forbidden;
  readonly policy: DestinationPolicy;
  readonly maxInFlight: number;
  /** Custom headers, name and value. */
  readonly headers: readonly (readonly [string, string])[];
  /** `now` is an ISO instant: an old secret signs until its overlap ends. */
  readonly keysAt: (now: string) => SigningKeys;
}

interface Row {
  id: string;
  version: number;
  mode: "live" | "test";
  url: string;
  max_in_flight: number;
  secret: string;
  secret_key_id: string;
  previous_secret: string | null;
  previous_secret_key_id: string | null;
  previous_until: string | null;
  promised_header_signs_with: "CURRENT" | "PREVIOUS";
  header_values: string | null;
  header_values_key_id: string | null;
}

const selectTargets = statement<Row>(
  "webhooks.targets",
  `select e.id, e.version, c.mode, e.url, e.max_in_flight, e.secret, e.secret_key_id, e.previous_secret,
          e.previous_secret_key_id, e.promised_header_signs_with, e.header_values, e.header_values_key_id,
          to_char(e.previous_secret_expires_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as previous_until
     from ${unnested("$1::uuid[]", "$2::uuid[]")} as wanted(center_id, id)
     join endpoints e on e.center_id = wanted.center_id and e.id = wanted.id join centers c on c.id = e.center_id`,
);

export interface TargetOptions {
  readonly ring: KeyRing;
  /** Where sandboxes may be sent to although it is forbidden otherwise. */
  readonly allow: readonly string[];
}

/** A target, or why it could not be read: by this process, whose ring lacks a key, or by anybody. */
export type Loaded = Target | ({ readonly endpointId: string } & (Exhausted | { readonly unsendable: string }));

/** Reads and unseals endpoints, given as center and id. */
export const loadTargets = async (
  db: Db,
  wanted: readonly { readonly centerId: string; readonly endpointId: string }[],
  options: TargetOptions,
): Promise<Loaded[]> => {
  const rows = await db.many(selectTargets, [
    wanted.map(({ centerId }) => centerId),
    wanted.map(({ endpointId }) => endpointId),
  ]);
  return rows.map((row) => {
    try {
      return toTarget(row, options);
    } catch (error) {
      const why = error instanceof Error ? error.message : "The secret is unreadable.";
      return { endpointId: row.id, ...(error instanceof UnknownKey ? { exhausted: why } : { unsendable: why }) };
    }
  });
};

const toTarget = (row: Row, { ring, allow }: TargetOptions): Target => {
  const policy: DestinationPolicy = { mode: row.mode, allow };
  const current = open(row.secret, row.secret_key_id, ring);
  const previous =
    row.previous_secret !== null && row.previous_secret_key_id !== null && row.previous_until !== null
      ? { key: open(row.previous_secret, row.previous_secret_key_id, ring), expiresAt: row.previous_until }
      : null;
  return {
    endpointId: row.id,
    version: row.version,
    mode: row.mode,
    url: judgeUrl(row.url, policy),
    policy,
    maxInFlight: row.max_in_flight,
    headers: openHeaders(row, ring),
    keysAt: (now) => signingKeys(current, previous, row.promised_header_signs_with, now),
  };
};

const open = (sealed: string, keyId: string, ring: KeyRing): SigningKey =>
  signingKey(openSecret({ sealed, keyId }, ring));

/** Custom headers are sealed together, as the JSON of an object. */
const openHeaders = (
  { header_values: sealed, header_values_key_id: keyId }: Row,
  ring: KeyRing,
): [string, string][] => {
  if (sealed === null || keyId === null) return [];
  const values: unknown = JSON.parse(openSecret({ sealed, keyId }, ring));
  return Object.entries(values ?? {}).map(([name, value]) => [name, String(value)]);
};
