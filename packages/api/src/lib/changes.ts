const BOOKKEEPING = new Set(["version", "updatedAt"]);

/** The earlier values of the fields that differ, for an event's `previous`; null when nothing but bookkeeping did. */
export const earlierValues = <Resource extends object>(before: Resource, after: Resource): Partial<Resource> | null => {
  const now = new Map<string, unknown>(Object.entries(after));
  const changed = Object.entries(before).filter(
    ([field, value]) => !BOOKKEEPING.has(field) && JSON.stringify(value) !== JSON.stringify(now.get(field)),
  );
  return changed.length === 0 ? null : (Object.fromEntries(changed) as Partial<Resource>); // a subset of before's own fields
};
