import type { Client, QueryConfig, QueryResult } from "pg";
import { backoff } from "./backoff.ts";
import { isStalePlan, makesUseless, send } from "./send.ts";
import { asUnavailable, DatabaseUnavailable, errorCode, reasonOf } from "./unavailable.ts";

/**
 * One connection on which single statements follow each other without waiting (each with a Sync of its own, so that
 * one that fails leaves its neighbours alone). It reconnects by itself; while it cannot, it refuses at once.
 */
export interface Lane {
  /** It has no connection and the last try to open one failed: it refuses at once. */
  readonly failing: boolean;
  /** Statements sent or waiting; the choice among lanes goes by it. */
  readonly load: number;
  /** Milliseconds since this lane's oldest statement came to the front: what stands behind it waits too. */
  busyFor(): number;
  /** Its connection, once its oldest statement has been at the front for at least so many milliseconds. */
  overdue(ms: number): Client[];
  query(query: QueryConfig): Promise<QueryResult>;
  close(): Promise<void>;
}

const FIRST_WAIT = 50;
const LONGEST_WAIT = 1_000;

/** A statement that another query's failed Parse left unprepared: it was never begun, so sending it anew is safe. */
const NEVER_BEGUN = "26000";

const throwUnavailable = (error: unknown): never => {
  throw asUnavailable(error);
};

/** Makes a lane over connections that `open` opens; the first is opened at the first query. */
export const openLane = (open: () => Promise<Client>): Lane => {
  let client: Client | undefined;
  let opening: Promise<Client> | undefined;
  let failure: string | undefined;
  let failures = 0;
  let closed = false;
  let load = 0;
  let frontSince = 0;

  const lose = (lost: Client) => {
    if (client !== lost) return;
    client = undefined;
    if (!closed) void connect().catch(() => undefined);
  };

  const adopt = (fresh: Client): Client => {
    client = fresh;
    failure = undefined;
    failures = 0;
    fresh.on("error", () => lose(fresh));
    fresh.on("end", () => lose(fresh));
    return fresh;
  };

  const retryLater = (error: unknown): never => {
    failure = reasonOf(error);
    setTimeout(() => void connect().catch(() => undefined), backoff(failures++, FIRST_WAIT, LONGEST_WAIT)).unref();
    throw error;
  };

  const connect = (): Promise<Client> => {
    if (closed) return Promise.reject(new DatabaseUnavailable("this client is closed"));
    opening ??= open()
      .then(adopt, retryLater)
      .finally(() => (opening = undefined));
    return opening;
  };

  const settle = () => {
    load--;
    frontSince = performance.now();
  };

  const sendOn = async (on: Client, query: QueryConfig): Promise<QueryResult> => {
    try {
      return await send(on, query);
    } catch (error) {
      if (errorCode(error) === NEVER_BEGUN && on === client) return await send(on, query);
      if (makesUseless(error)) {
        lose(on);
        void on.end();
      }
      if (isStalePlan(error)) return await send(await connect(), query).catch(throwUnavailable);
      throw asUnavailable(error);
    }
  };

  const busyFor = () => (load === 0 ? 0 : performance.now() - frontSince);

  return {
    get failing() {
      return client === undefined && failure !== undefined;
    },
    get load() {
      return load;
    },
    busyFor,
    overdue: (ms) => (client !== undefined && load > 0 && busyFor() >= ms ? [client] : []),
    async query(query) {
      if (client === undefined && failure !== undefined) throw new DatabaseUnavailable(failure);
      if (load++ === 0) frontSince = performance.now();
      try {
        return await sendOn(client ?? (await connect()), query);
      } finally {
        settle();
      }
    },
    async close() {
      closed = true;
      const last = client ?? (await opening?.catch(() => undefined));
      await last?.end();
    },
  };
};
