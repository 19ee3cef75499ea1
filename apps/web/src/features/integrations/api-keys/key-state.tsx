import { useNow } from "../../../lib/clock.ts";
import { Status, type Tone } from "../../../ui/badge.tsx";
import { Ago } from "../../../ui/time.tsx";
import type { ApiKey } from "./types.ts";

/** What is left of a token that people recognise: `aa_live_…9f3c`. */
export const tokenHint = ({ mode, hint }: Pick<ApiKey, "mode" | "hint">): string => `aa_${mode}_…${hint}`;

const isPast = (at: string | null, now: number): boolean => at !== null && Date.parse(at) <= now;

/** A key that was revoked or has expired. */
export const hasEnded = ({ revokedAt, expiresAt }: ApiKey, now: number): boolean =>
  isPast(revokedAt, now) || isPast(expiresAt, now);

const SOON_MS = 7 * 86_400_000;

const lookOf = (key: ApiKey, now: number): [Tone, string] => {
  if (isPast(key.revokedAt, now)) return ["quiet", "Revoked"];
  if (isPast(key.expiresAt, now)) return ["quiet", "Expired"];
  if (key.revokedAt !== null) return ["warn", "Replaced"];
  return key.expiresAt !== null && isPast(key.expiresAt, now + SOON_MS) ? ["warn", "Expires soon"] : ["ok", "Active"];
};

const BEAT_MS = 5_000;

export const KeyState = ({ apiKey }: { apiKey: ApiKey }) => {
  const [tone, word] = lookOf(apiKey, useNow(BEAT_MS));
  return <Status tone={tone}>{word}</Status>;
};

/** When the token stops working: when a replaced key's overlap ends, or when the key expires. */
export const KeyEnd = ({ apiKey: { revokedAt, expiresAt } }: { apiKey: ApiKey }) => {
  const [end] = [revokedAt, expiresAt].flatMap((at) => at ?? []).toSorted();
  return end === undefined ? <span className="text-ink-faint">Never</span> : <Ago at={end} className="text-ink-soft" />;
};

export const LastUse = ({ apiKey: { lastUsedAt } }: { apiKey: Pick<ApiKey, "lastUsedAt"> }) =>
  lastUsedAt === null ? (
    <span className="text-ink-faint">Never</span>
  ) : (
    <Ago at={lastUsedAt} className="text-ink-soft" />
  );
