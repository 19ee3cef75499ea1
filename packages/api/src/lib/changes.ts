const BOOKKEEPING = new Set(["version", "updatedAt"]);

/** The earlier values of the fields that differ, for an event's `previous`; null when nothing but bookkeeping did. */
export const earlierValues = <Resource extends object>(before: Resource, after: Resource): Partial<Resource> | null => {
  const now = new Map<string, unknown>(Object.entries(after));
  const changed = Object.entries(before).filter(
    ([field, value]) => !BOOKKEEPING.has(field) && JSON.stringify(value) !== JSON.stringify(now.get(field)),
  );
  return changed.length === 0 ? null : (Object.fromEntries(changed) as Partial<Resource>); // a subset of before's own fields
};

/** What of a row a change may replace; what is undefined stays. */
export type ChangeOf<Resource extends object> = { readonly [Field in keyof Resource]?: Resource[Field] | undefined };

/** The row with the given fields replaced. */
export const withChange = <Resource extends object>(row: Resource, change: ChangeOf<Resource>): Resource => {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...row, ...(Object.fromEntries(given) as Partial<Resource>) }; // a subset of the change's own fields
};
