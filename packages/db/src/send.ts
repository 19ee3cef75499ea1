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
 * The connection must be replaced: its server became a standby, or a migration changed what a statement prepared on
 * it returns ("cached plan must not change result type").
 */
export const makesUseless = (error: unknown): boolean => {
  const code = errorCode(error);
  if (code === "25006") return true;
  return code === "0A000" && error instanceof Error && "routine" in error && error.routine === "RevalidateCachedQuery";
};
