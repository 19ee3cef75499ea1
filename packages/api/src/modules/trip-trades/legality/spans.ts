import type { Span } from "./roster.ts";

/** A span of which at most `most` counts: flight time somewhere within a duty. */
export interface Weighted extends Span {
  most: number;
}

export const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

/** How much of `one` lies in `window`; never below 0. */
export const within = (one: Span, window: Span): number =>
  Math.max(0, Math.min(one.end, window.end) - Math.max(one.start, window.start));

/** What counts in `window`: of a span that it cuts, as much as could lie inside. */
export const counted = (spans: readonly Weighted[], window: Span): number =>
  spans.reduce((sum, one) => sum + Math.min(one.most, within(one, window)), 0);

/**
 * The most that counts in any window of `length` that touches `around`. The sum is piecewise linear in the window's
 * place, so it peaks where an edge of the window meets the start or end of a span, or the point at which it counts full.
 */
export const mostIn = (spans: readonly Weighted[], length: number, around: Span): number => {
  const [first, last] = [around.start - length, around.end];
  const near = spans.filter((one) => overlaps(one, { start: first, end: last + length }));
  const edges = near.flatMap(({ start, end, most }) => [start, end, start + most, end - most]);
  const starts = edges.flatMap((edge) => [edge, edge - length]).filter((start) => start >= first && start <= last);
  return Math.max(0, ...[first, last, ...starts].map((start) => counted(near, { start, end: start + length })));
};

/** The same time, without overlaps, in order. */
export const merged = (spans: readonly Span[]): Span[] => {
  const result: Span[] = [];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const before = result.at(-1);
    if (before && start <= before.end) before.end = Math.max(before.end, end);
    else result.push({ start, end });
  }
  return result;
};

/** The longest stretch of `window` that no span touches. */
export const longestFree = (spans: readonly Span[], window: Span): number => {
  let [free, longest] = [window.start, 0];
  for (const { start, end } of merged(spans.filter((one) => overlaps(one, window)))) {
    longest = Math.max(longest, start - free);
    free = Math.max(free, end);
  }
  return Math.max(longest, window.end - free);
};
