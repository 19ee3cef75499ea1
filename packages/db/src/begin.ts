import { type Client, type Connection, Query, type QueryConfig } from "pg";
import { send } from "./send.ts";
import { prepareSession } from "./session.ts";

/** Not "read write": a server that was told to take no writes is to refuse these as it refuses single statements. */
const BEGIN = { name: "aa_begin", text: "begin isolation level read committed" };

/** Makes BEGIN a prepared statement of this connection, so that a first statement can carry it along. */
export const prepareBegin = (client: Client): Promise<Client> =>
  prepareSession(client, () => Promise.all([send(client, BEGIN), send(client, { text: "rollback" })]));

/** The two methods of pg 8.23 that its types leave out: written to the wire, in this order, before one Sync. */
interface Wire {
  bind(config: { statement: string; values: never[] }): void;
  execute(config: { portal: string }): void;
}
interface Preparing {
  prepare(connection: Connection & Wire): void;
}

/**
 * A statement with BEGIN before it in the same protocol batch. It saves a transaction its first round trip; and as both
 * stand before one Sync, the server skips the statement if BEGIN failed, where a BEGIN that is merely sent ahead would
 * let it run, and commit, on its own.
 */
export const beginningWith = (query: QueryConfig): Query => {
  const first = new Query(query);
  // The border to what pg does not declare: `prepare` of a named query, pinned by the transaction tests.
  const inner = first as unknown as Preparing;
  const prepare = inner.prepare.bind(first);
  inner.prepare = (connection) => {
    connection.bind({ statement: BEGIN.name, values: [] });
    connection.execute({ portal: "" });
    prepare(connection);
  };
  return first;
};
