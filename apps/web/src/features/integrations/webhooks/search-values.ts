/** What the address of an endpoint's page can say. */
export const RANGES = ["1h", "24h", "7d", "30d"] as const;
export const STATES = ["PENDING", "CLAIMED", "HELD", "DELIVERED", "FAILED"] as const;
export const SINCE = ["1h", "24h", "7d"] as const;
export type Since = (typeof SINCE)[number];

const HOUR_MS = 3_600_000;
export const SINCE_MS: Record<Since, number> = { "1h": HOUR_MS, "24h": 24 * HOUR_MS, "7d": 7 * 24 * HOUR_MS };
