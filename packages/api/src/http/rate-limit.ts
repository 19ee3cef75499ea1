import { LRUCache } from "lru-cache";

export interface Allowance {
  /** Requests per second in the long run. */
  readonly perSecond: number;
  /** Requests at once. */
  readonly burst: number;
}

/** What is left after one more request; `wait` is 0 where it was allowed, else the whole seconds until one is. */
export interface Verdict {
  readonly remaining: number;
  /** Seconds until the allowance is full again. */
  readonly full: number;
  readonly wait: number;
}

/** So many are remembered; the one that was unused the longest is forgotten first, and is then full again. */
const MOST_BUCKETS = 20_000;

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * Token buckets in memory, one per id, for this process. A bucket holds `burst` tokens and gains `perSecond`.
 * `now` is in milliseconds.
 */
export const tokenBuckets = ({ perSecond, burst }: Allowance, now: () => number) => {
  const buckets = new LRUCache<string, Bucket>({ max: MOST_BUCKETS });
  const bucketOf = (id: string, at: number): Bucket => {
    const known = buckets.get(id);
    if (known) return known;
    const fresh = { tokens: burst, at };
    buckets.set(id, fresh);
    return fresh;
  };
  return {
    take(id: string): Verdict {
      const at = now();
      const bucket = bucketOf(id, at);
      bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, at - bucket.at) / 1000) * perSecond);
      bucket.at = at;
      const allowed = bucket.tokens >= 1;
      if (allowed) bucket.tokens--;
      return {
        remaining: Math.floor(bucket.tokens),
        full: Math.ceil((burst - bucket.tokens) / perSecond),
        wait: allowed ? 0 : Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond)),
      };
    },
  };
};

export type TokenBuckets = ReturnType<typeof tokenBuckets>;

/** `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers-10: a quota, and the seconds in which it comes anew. */
export const policyHeader = ({ perSecond, burst }: Allowance): string =>
  `"default";q=${burst};w=${Math.max(1, Math.ceil(burst / perSecond))}`;

/** `RateLimit` of the same draft: requests left, and the seconds until all are there again. */
export const limitHeader = ({ remaining, full }: Verdict): string => `"default";r=${remaining};t=${full}`;
