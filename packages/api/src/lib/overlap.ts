/** The most days for which an old token or secret works beside the new one. */
export const MOST_OVERLAP_DAYS = 7;
