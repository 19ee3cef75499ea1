import { MOST_OVERLAP_DAYS } from "@aviationalley/api/lib/overlap.ts";

/** For how many days an old token or secret works beside the new one, as a Select offers it. */
export const OVERLAPS = Array.from({ length: MOST_OVERLAP_DAYS + 1 }, (_, days) => ({
  value: String(days),
  label: days === 0 ? "Ends at once" : `Works for ${days} more ${days === 1 ? "day" : "days"}`,
}));
