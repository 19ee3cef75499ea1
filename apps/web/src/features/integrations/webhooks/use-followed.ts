import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";

/** A list that was read far is not read anew under the reader's eyes: it says that there is more. */
const MOST_PAGES = 2;

export interface Followed {
  /** Of the list, whatever its filters. */
  queryKey: QueryKey;
  /** Grows with each change. */
  changes: number;
  filters: object;
  /** Rows that are shown, and how many make a page. */
  loaded: number;
  page: number;
}

/** What happened since a list was read, where the list does not show it by itself. */
export interface News {
  any: boolean;
  /** Reads the list from its begin. */
  show: () => void;
}

/** Keeps a list at what happens, or tells that there is news. */
export const useFollowed = ({ queryKey, changes, filters, loaded, page }: Followed): News => {
  const queries = useQueryClient();
  const [any, setAny] = useState(false);
  const follow = useEffectEvent(() => {
    if (changes === 0) return;
    if (loaded > page * MOST_PAGES) setAny(true);
    else void queries.invalidateQueries({ queryKey });
  });
  useEffect(() => follow(), [changes]);
  const asked = JSON.stringify(filters);
  useEffect(() => setAny(false), [asked]);
  const show = (): void => {
    setAny(false);
    void queries.resetQueries({ queryKey });
  };
  return { any, show };
};
