import type { Queryable } from "@aviationalley/db/client.ts";
import { findMemberships } from "./queries/centers.ts";
import { center, type Membership } from "./schema.ts";

/** The centers of a user with their sandboxes. */
export const listMemberships = async (db: Queryable, userId: string): Promise<Membership[]> => {
  const rows = await findMemberships(db, userId);
  return rows.map((row) => ({
    center: center.parse(JSON.parse(row.center)),
    sandbox: center.parse(JSON.parse(row.sandbox)),
    roles: row.roles,
  }));
};
