import type { Db } from "@aviationalley/db/client.ts";
import { parsers } from "@aviationalley/db/parsers.ts";
import type { BetterAuthOptions } from "better-auth";

const TIMESTAMPTZ = 1184;

/** As the session library expects columns: instants as Dates. Given text, it would take every session for a fresh one. */
const types = {
  getTypeParser: (oid: number) => (oid === TIMESTAMPTZ ? (text: string) => new Date(text) : parsers.getTypeParser(oid)),
};

/**
 * Our connections in the shape of a pool of the driver's, so that the session library follows the primary and tells
 * of a lost database as all else does.
 */
export const connectionsOf = (db: Db): NonNullable<BetterAuthOptions["database"]> => {
  const pool = {
    async connect() {
      const lease = await db.acquire();
      const { client } = lease;
      return {
        query: (text: string, values: readonly unknown[]) => client.query({ text, values: [...values], types }),
        release: () => lease.release(client.getTransactionStatus() === "I" && client.connection.stream.writable),
      };
    },
    end: () => Promise.resolve(),
  };
  // The library's type of a pool also asks for cursors, which it never uses.
  return pool as unknown as NonNullable<BetterAuthOptions["database"]>;
};
