import {
  type InfiniteData,
  type QueryKey,
  useInfiniteQuery,
  type UseInfiniteQueryOptions,
  keepPreviousData,
} from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import { type Problem, problemOf } from "./problem.ts";
import { MOST_PAGES } from "./search.ts";

/** A list as pages and tables see it. */
export interface List<Row> {
  /** What was loaded so far; undefined before the first page is there. */
  rows: readonly Row[] | undefined;
  /** The first page is on its way. */
  isLoading: boolean;
  /** The rows are those of the filters before; the ones for these are on their way. */
  isStale: boolean;
  /** Why it could not be loaded or continued. */
  problem: Problem | undefined;
  hasMore: boolean;
  isLoadingMore: boolean;
  loadMore: () => void;
  retry: () => void;
}

interface PageOf<Row> {
  data: readonly Row[];
  pagination: { nextCursor: string | null };
}

/** Goes into every `infiniteQueryOptions` of a list: where the next page begins. */
export const nextPage = {
  getNextPageParam: (page: { pagination: { nextCursor: string | null } }): string | null => page.pagination.nextCursor,
};

/**
 * A keyset list of the server:
 *
 *     const list = useList(trpc.apiKeys.list.infiniteQueryOptions({ limit: 50 }, nextPage));
 *
 * When the filters change, the former rows stay in sight (dimmed) until the new ones are there. How many pages were read
 * stands in the address, so that a reload, Back or a sent link shows as many; whoever sets a filter takes it out.
 */
export const useList = <Page extends PageOf<unknown>, Failure, Key extends QueryKey, Param>(
  options: UseInfiniteQueryOptions<Page, Failure, InfiniteData<Page, Param>, Key, Param>,
): List<Page["data"][number]> => {
  const query = useInfiniteQuery({ placeholderData: keepPreviousData, ...options });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.data), [query.data]);
  const loaded = query.isPlaceholderData ? 0 : (query.data?.pages.length ?? 0);
  const { pages, deepen } = useDepth();
  const { fetchNextPage } = query;
  const isBehind = loaded > 0 && loaded < pages && query.hasNextPage && !query.isFetching && query.error === null;
  useEffect(() => {
    if (isBehind) void fetchNextPage();
  }, [isBehind, fetchNextPage]);
  return {
    rows,
    isLoading: query.isPending,
    isStale: query.isPlaceholderData,
    problem: query.error === null ? undefined : problemOf(query.error),
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => {
      deepen(loaded + 1);
      void fetchNextPage();
    },
    retry: () => void query.refetch(),
  };
};

/** How many pages the address asks for. */
const useDepth = () => {
  const { pages = 1 } = useSearch({ strict: false });
  const navigate = useNavigate();
  const deepen = (next: number): void =>
    void navigate({
      to: ".",
      search: (was) => ({ ...was, pages: Math.min(next, MOST_PAGES) }),
      replace: true,
      resetScroll: false,
    });
  return { pages, deepen };
};

/** A list that comes whole, in the same shape. */
export const useWholeList = <Row>(query: {
  data: readonly Row[] | undefined;
  isPending: boolean;
  error: unknown;
  refetch: () => unknown;
}): List<Row> => ({
  rows: query.data,
  isLoading: query.isPending,
  isStale: false,
  problem: query.error === null ? undefined : problemOf(query.error),
  hasMore: false,
  isLoadingMore: false,
  loadMore: () => undefined,
  retry: () => void query.refetch(),
});
