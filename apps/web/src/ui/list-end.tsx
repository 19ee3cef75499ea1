import type { List } from "../lib/use-list.ts";
import { Button } from "./button.tsx";
import { ProblemNote } from "./note.tsx";

const count = (shown: number): string => (shown === 1 ? "1 row" : `${shown.toLocaleString("en")} rows`);

/** Below a list: more to load, why more could not be loaded, or that this was all. */
export const ListEnd = <Row,>({ list, label }: { list: List<Row>; label: string }) => {
  if (!list.rows || list.rows.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line px-4 py-2.5 text-[13px] text-ink-faint sm:px-5">
      <span aria-live="polite">
        {list.hasMore ? `${count(list.rows.length)} so far` : `${count(list.rows.length)}, all shown`}
      </span>
      {list.problem && <ProblemNote problem={list.problem} />}
      {list.hasMore && (
        <Button size="small" busy={list.isLoadingMore} onClick={list.loadMore} aria-label={`Load more of ${label}`}>
          Load more
        </Button>
      )}
    </div>
  );
};
