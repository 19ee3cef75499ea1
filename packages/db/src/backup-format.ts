/**
 * A backup is gzipped text, one JSON value a line: the head; then for each table its name and columns, followed by its
 * rows, each an array of texts as PostgreSQL writes and reads them; last the number of all rows, without which a
 * backup is not whole.
 */
export interface Head {
  readonly format: 1;
  readonly takenAt: string;
  readonly server: string;
  readonly migrations: readonly { readonly name: string; readonly sha256: string }[];
  /** `create table … partition of …`, for those that jobs made. */
  readonly partitions: readonly { readonly name: string; readonly create: string }[];
  readonly sequences: readonly { readonly name: string; readonly value: number; readonly called: boolean }[];
}

export interface TableHead {
  readonly table: string;
  readonly columns: readonly string[];
}

export interface Tail {
  readonly rows: number;
}

export type Line = Head | TableHead | Tail | (string | null)[];
