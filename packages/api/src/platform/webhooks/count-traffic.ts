import { type Db, DatabaseUnavailable, statement } from "@aviationalley/db/client.ts";
import type { Settlement } from "./settle.ts";
import { COLUMNS, columnsOf } from "./traffic-columns.ts";

/** Counts settled attempts for charts in memory, and adds the counts to `endpoint_traffic` now and then. */
export interface TrafficCounter {
  /** `settledAt`: how many of each endpoint's were kept. Where some had lost their lease, none says which: none count. */
  count(batch: readonly Settlement[], settledAt: ReadonlyMap<string, number>): void;
  /** Writes what was counted so far, once; while the database is away that is lost. */
  close(): Promise<void>;
}

export interface TrafficCounterOptions {
  readonly db: Db;
  /** Called after each write with the endpoints whose charts changed. */
  readonly onWritten: (endpointIds: readonly string[]) => void;
  readonly report: (error: unknown) => void;
  /** Milliseconds from the first count to its write. */
  readonly everyMs?: number;
}

/** So much of a chart a `kill -9` may lose. Beyond that, attempts are the truth: see decision 7. */
const EVERY_MS = 1_000;

const SLOT_MS = 5 * 60_000;

/** While the database is away, no more rows than this wait. */
const MOST_ROWS = 50_000;

/** In the order of the key: nodes that add to the same rows at once must not deadlock. */
const addTraffic = statement<never>(
  "webhooks.add_traffic",
  `insert into endpoint_traffic as t (center_id, endpoint_id, at, ${COLUMNS.join(", ")})
   select * from unnest($1::uuid[], $2::uuid[], $3::timestamptz[], ${COLUMNS.map((_, index) => `$${index + 4}::int[]`).join(", ")})
          as counted(center_id, endpoint_id, at) order by center_id, endpoint_id, at
   on conflict (center_id, endpoint_id, at) do update
      set ${COLUMNS.map((column) => `${column} = t.${column} + excluded.${column}`).join(", ")}`,
);

/** What is to be added to a row, in the order of COLUMNS. */
interface Counted {
  readonly centerId: string;
  readonly endpointId: string;
  /** The beginning of the five minutes, in ms since 1970. */
  readonly at: number;
  readonly counts: number[];
}

export const openTrafficCounter = (options: TrafficCounterOptions): TrafficCounter => {
  const { db, onWritten, report, everyMs = EVERY_MS } = options;
  let counted = new Map<string, Counted>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  let closed = false;

  const rowOf = (centerId: string, endpointId: string, at: number): Counted => {
    const key = `${endpointId}${at}`;
    let row = counted.get(key);
    if (!row) counted.set(key, (row = { centerId, endpointId, at, counts: COLUMNS.map(() => 0) }));
    return row;
  };

  const keepForLater = (rows: readonly Counted[]): void => {
    for (const { centerId, endpointId, at, counts } of rows) {
      if (counted.size >= MOST_ROWS) return;
      const row = rowOf(centerId, endpointId, at);
      for (const [index, count] of counts.entries()) row.counts[index] = (row.counts[index] ?? 0) + count;
    }
    later();
  };

  const write = async (): Promise<void> => {
    timer = undefined;
    const rows = [...counted.values()];
    // Not cleared: the table of before would go on pointing to this one (see deadlines.ts).
    counted = new Map();
    if (rows.length === 0) return;
    try {
      await db.run(addTraffic, [
        rows.map(({ centerId }) => centerId),
        rows.map(({ endpointId }) => endpointId),
        rows.map(({ at }) => new Date(at)),
        ...COLUMNS.map((_, index) => rows.map(({ counts }) => counts[index])),
      ]);
      onWritten(rows.map(({ endpointId }) => endpointId));
    } catch (error) {
      if (error instanceof DatabaseUnavailable) keepForLater(rows);
      else report(error);
    }
  };

  const begin = (): void => {
    writing = write();
  };
  const later = (): void => {
    if (!closed) timer ??= setTimeout(begin, everyMs);
  };

  return {
    count(batch, settledAt) {
      const at = Math.floor(Date.now() / SLOT_MS) * SLOT_MS;
      const made = new Map<string, number>();
      for (const { claimed } of batch) made.set(claimed.endpointId, (made.get(claimed.endpointId) ?? 0) + 1);
      for (const { claimed, exchange } of batch) {
        if (made.get(claimed.endpointId) !== settledAt.get(claimed.endpointId)) continue;
        const { counts } = rowOf(claimed.centerId, claimed.endpointId, at);
        for (const column of columnsOf(exchange.outcome.kind, exchange.duration))
          counts[column] = (counts[column] ?? 0) + 1;
      }
      if (counted.size > 0) later();
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      await writing;
      await write();
    },
  };
};
