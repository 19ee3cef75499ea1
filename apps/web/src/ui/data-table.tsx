import type { MouseEvent, ReactNode } from "react";
import type { List } from "../lib/use-list.ts";
import { cx } from "./class-names.ts";
import { ListEnd } from "./list-end.tsx";
import { Failed, Skeleton } from "./states.tsx";

export interface Column<Row> {
  key: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** The narrowest screen that shows it; the first column is always shown. */
  from?: "sm" | "md" | "lg" | "xl";
  align?: "right";
  /** Of header and cells. */
  className?: string;
}

export interface DataTableProps<Row> {
  /** What the rows are, for those who do not see the table. */
  label: string;
  list: List<Row>;
  columns: readonly Column<Row>[];
  rowId: (row: Row) => string;
  /** Opens a row's detail: the first cell becomes a button that covers the row. For a page, put a Link with `rowLink` in it. */
  onOpen?: (row: Row) => void;
  openId?: string | undefined;
  /** What stands there when there are no rows: an `Empty`, by whether filters are set. */
  empty: ReactNode;
}

const FROM = { sm: "max-sm:hidden", md: "max-md:hidden", lg: "max-lg:hidden", xl: "max-xl:hidden" };

/** Makes a link or button in a cell cover the whole row; what else can be clicked in the row needs `rowAction`. */
export const rowLink = "row-link font-medium text-ink after:absolute after:inset-0 after:content-['']";
export const rowAction = "relative z-10";

const CELL = "px-4 py-2.5 align-middle sm:px-5";
/** People name things: a word without an end breaks anywhere instead of pushing the other columns out of the card. */
const NAME = "min-w-36 wrap-anywhere";

/** A time lies over what covers its row, so that it tells of UTC when one points at it; pressed, it opens the row, too. */
const openByTime = ({ target, currentTarget }: MouseEvent<HTMLTableRowElement>): void => {
  if (target instanceof Element && target.closest("time") && !target.closest(".row-link"))
    currentTarget.querySelector<HTMLElement>(".row-link")?.click();
};

/** A list as a table, with its loading, empty, error and end states. */
export const DataTable = <Row extends object>(props: DataTableProps<Row>) => {
  const { label, list, columns, rowId, onOpen, openId, empty } = props;
  const classes = columns.map(({ from, align, className }) =>
    cx(from && FROM[from], align === "right" && "text-right", className),
  );
  if (list.problem && !list.rows) return <Failed problem={list.problem} onRetry={list.retry} />;
  if (list.rows?.length === 0) return empty;
  return (
    <div className="min-w-0">
      <table className="w-full border-collapse text-left" aria-label={label} aria-busy={list.isLoading}>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th
                key={column.key}
                scope="col"
                className={cx(
                  "border-b border-line px-4 py-2 text-xs font-medium whitespace-nowrap text-ink-faint sm:px-5",
                  classes[index],
                )}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={cx(list.isStale && "opacity-60 transition-opacity")}>
          {list.isLoading && <LoadingRows classes={classes} />}
          {list.rows?.map((row) => (
            <tr
              key={rowId(row)}
              data-open={rowId(row) === openId || undefined}
              onClick={openByTime}
              className={cx(
                "relative border-b border-line last:border-0 data-open:bg-accent-soft has-[.row-link]:hover:bg-hover",
                "[&_time]:relative [&_time]:z-10 has-[.row-link]:[&_time]:cursor-pointer",
              )}
            >
              {columns.map((column, index) => (
                <td key={column.key} className={cx(CELL, index === 0 && NAME, classes[index])}>
                  {index === 0 && onOpen ? (
                    <button type="button" onClick={() => onOpen(row)} className={cx("max-w-full text-left", rowLink)}>
                      {column.cell(row)}
                    </button>
                  ) : (
                    column.cell(row)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ListEnd list={list} label={label} />
    </div>
  );
};

const LoadingRows = ({ classes }: { classes: readonly string[] }) =>
  ["w-40", "w-28", "w-48", "w-32", "w-36"].map((width) => (
    <tr key={width} className="border-b border-line last:border-0">
      {classes.map((className, index) => (
        // The columns of a table keep their order.
        <td key={index} className={cx("px-4 py-3.5 sm:px-5", className)}>
          <Skeleton className={cx("max-w-full", index === 0 ? width : "w-20")} />
        </td>
      ))}
    </tr>
  ));
