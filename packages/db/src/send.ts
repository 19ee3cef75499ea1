import type { Client, Query, QueryConfig, QueryResult } from "pg";
import { errorCode } from "./unavailable.ts";

/** Names the statement in the error of the server, whose own message seldom tells which one it was. */
const named = (error: Error, name: string | undefined): Error =>
  name === undefined ? error : Object.assign(error, { statement: name });

/** Sends one query now, behind whatever this connection has in flight, with one promise instead of pg's three. */
export const send = (client: Client, query: QueryConfig): Promise<QueryResult> =>
  new Promise((resolve, reject) => {
    client.query(query, (error: Error | null, result: QueryResult) => {
      if (error) reject(named(error, query.name));
      else resolve(result);
    });
  });

/** The same for a query object of pg's; several results in one (see begin.ts) count as their last. */
export const submit = (client: Client, query: Query & { name?: string; callback?: unknown }): Promise<QueryResult> =>
  new Promise((resolve, reject) => {
    query.callback = (error: Error | null, result: QueryResult | QueryResult[]) => {
      const last = Array.isArray(result) ? result.at(-1) : result;
      if (last === undefined || error) reject(named(error ?? new Error("no result"), query.name));
      else resolve(last);
    };
    client.query(query);
  });

/**
 * "cached plan must not change result type": a migration changed what a statement prepared on this connection returns.
 * The server says so before it begins the statement, so sending it again, on another connection, is safe.
 */
export const isStalePlan = (error: unknown): boolean =>
  errorCode(error) === "0A000" &&
  error instanceof Error &&
  "routine" in error &&
  error.routine === "RevalidateCachedQuery";

/** The connection must be replaced: its plans are stale, or its server became a standby. */
export const makesUseless = (error: unknown): boolean => isStalePlan(error) || errorCode(error) === "25006";
