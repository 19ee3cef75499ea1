import { prepareBegin } from "./begin.ts";
import { type Lane, openLane } from "./lane.ts";
import { encodeParameters } from "./parameters.ts";
import { type Lease, openPool } from "./pool.ts";
import { type Queryable, queryable } from "./queryable.ts";
import type { SessionOptions } from "./session.ts";
import { parseTarget } from "./target.ts";
import { openWatch } from "./watch.ts";

export type { CenterId } from "./center-id.ts";
export type { Queryable } from "./queryable.ts";
export { type Statement, statement } from "./statement.ts";
export { DatabaseUnavailable } from "./unavailable.ts";

/** A database: single statements run each in a transaction of its own; several together by `inTransaction`. */
export interface Db extends Queryable {
  readonly kind: "db";
  /** For transaction.ts: a connection of its own until it is given back. */
  acquire(): Promise<Lease>;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** `postgres://user:password@host:5432/name`; several hosts `a,b` when the primary moves between them. */
  readonly url: string;
  /** The server itself where `url` is a pooler; what needs a session of its own (LISTEN, migrations) goes there. */
  readonly directUrl?: string;
  /** Connections for transactions (default 10), beside `lanes` pipelined ones for single statements. */
  readonly maxConnections?: number;
  /** Default 3. */
  readonly lanes?: number;
  readonly applicationName?: string;
  /** Milliseconds, default 15,000; a server that does not answer at all is given up within 4 s (watch.ts). */
  readonly statementTimeout?: number;
}

/** A lane whose front statement has run this long (ms) is passed by while another is free of such. */
const SLOW = 20;

/** Lower is better: a lane that can serve before one that cannot, then one that moves, then the shorter queue. */
const cost = (lane: Lane): number => lane.load + (lane.failing ? 1_000_000 : 0) + (lane.busyFor() > SLOW ? 10_000 : 0);

const cheapest = (lanes: readonly Lane[]): Lane =>
  lanes.reduce((best, lane) => (cost(lane) < cost(best) ? lane : best));

/** Names a database; connections are opened when they are first needed. Throws on a malformed URL. */
export const openDatabase = (options: DatabaseOptions): Db => {
  const session: SessionOptions = {
    target: parseTarget(options.url),
    applicationName: options.applicationName ?? "aviationalley",
    statementTimeout: options.statementTimeout ?? 15_000,
  };
  const watch = openWatch(session, (ms) => [...pool.overdue(ms), ...lanes.flatMap((lane) => lane.overdue(ms))]);
  const lanes = Array.from({ length: options.lanes ?? 3 }, () => openLane(watch.open));
  const pool = openPool(async () => prepareBegin(await watch.open()), options.maxConnections ?? 10);
  return {
    kind: "db",
    ...queryable((statement, values) =>
      cheapest(lanes).query({ name: statement.name, text: statement.text, values: encodeParameters(values) }),
    ),
    acquire: pool.acquire,
    async close() {
      await Promise.all([watch.close(), pool.close(), ...lanes.map((lane) => lane.close())]);
    },
  };
};
