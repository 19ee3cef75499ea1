import { z } from "zod";
import { MAX_LIMIT, pageOf } from "../../lib/pagination.ts";
import { MOST_OVERLAP_DAYS } from "../../lib/overlap.ts";
import { instant, instantInput, storedText, text, uuid } from "../../lib/schemas.ts";

/** A key as people see it: never its token. `revokedAt` may lie ahead, where a reissued key works on for a while. */
export const apiKey = z.object({
  id: uuid,
  name: storedText(120),
  mode: z.enum(["live", "test"]),
  hint: storedText(4),
  scopes: z.array(storedText(60)).max(100),
  createdBy: storedText(200),
  createdAt: instant,
  expiresAt: instant.nullable(),
  revokedAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
  reissuedFrom: uuid.nullable(),
});
export type ApiKey = z.infer<typeof apiKey>;

/** With what depends on who asks. */
export const keptKey = apiKey.extend({
  /** Who asks may give all of its scopes, and so a new token with them, as long as it has not ended. */
  reissuable: z.boolean(),
});

export const apiKeyPage = pageOf(keptKey, "ApiKeyPage");

export const keyPaging = z.strictObject({
  limit: z.int32().min(1).max(MAX_LIMIT).default(50),
  cursor: z.string().min(1).max(200).optional(),
});

/** Who gets to see what is confidential, and what for; kept in the audit log. */
export const disclosure = z.strictObject({ confirmed: z.literal(true), recipient: text(200), purpose: text(500) });
export type Disclosure = z.output<typeof disclosure>;

export const keyDraft = z.strictObject({
  name: text(120),
  scopes: z.array(text(60)).min(1).max(100),
  expiresAt: instantInput.nullable().optional(),
  disclosure: disclosure.optional(),
});
export type KeyDraft = z.output<typeof keyDraft>;

/** The one time that a token is shown. */
export const newKey = z.object({ key: apiKey, token: storedText(40) });
export type NewKey = z.infer<typeof newKey>;

export const keyReference = z.strictObject({ id: uuid });

/** What a key asked for; the path with its query, without what was searched for. */
export const keyRequest = z.object({
  at: instant,
  requestId: storedText(100),
  method: storedText(10),
  path: storedText(500),
  status: z.int32(),
  /** From the request's arrival to the end of the answer. */
  durationMs: z.number().min(0),
});
export type KeyRequest = z.infer<typeof keyRequest>;
export const keyRequestList = z.array(keyRequest).max(100);

export const reissue = z.strictObject({
  id: uuid,
  overlapDays: z.int32().min(0).max(MOST_OVERLAP_DAYS).default(0),
});

/** One operation that a scope opens; the path below the API's base path. */
export const scopedOperation = z.object({
  scope: storedText(60),
  method: storedText(10),
  path: storedText(200),
  summary: storedText(200),
  /** Scopes that show more of its rows. */
  extraScopes: z.array(storedText(60)).max(20),
});
export type ScopedOperation = z.infer<typeof scopedOperation>;

/** What a picker of scopes offers. */
export const scopeList = z.array(
  z.object({
    scope: storedText(60),
    grantable: z.boolean(),
    confidential: z.boolean(),
    operations: z.array(scopedOperation.omit({ scope: true, extraScopes: true })).max(100),
    /** The scopes without which this one shows nothing: it only adds to what they show. */
    besides: z.array(storedText(60)).max(20),
  }),
);
