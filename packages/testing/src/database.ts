import { randomBytes } from "node:crypto";
import { type Db, openDatabase } from "@aviationalley/db/client.ts";
import { withDatabase } from "@aviationalley/db/target.ts";
import { inject } from "vitest";
import { administer } from "./admin.ts";

export interface TestDatabase {
  readonly url: string;
  readonly db: Db;
  /** Closes `db` and drops the database. Left out after a failure, it stays until the run ends. */
  drop(): Promise<void>;
}

/** A database of its own: a copy of the migrated template, empty of data. One per test file is the custom. */
export const testDatabase = async (): Promise<TestDatabase> => {
  const adminUrl = inject("databaseAdminUrl");
  const prefix = inject("databasePrefix");
  const name = `${prefix}_${process.pid}_${randomBytes(4).toString("hex")}`;
  await administer(adminUrl, `create database "${name}" template "${prefix}_template"`);
  const url = withDatabase(adminUrl, name);
  const db = openDatabase({ url, applicationName: "aviationalley tests" });
  return {
    url,
    db,
    async drop() {
      await db.close();
      await administer(adminUrl, `drop database if exists "${name}" with (force)`);
    },
  };
};

/** A database without even the schema, as a new server has it. */
export const emptyDatabase = async (): Promise<{ url: string; drop(): Promise<void> }> => {
  const adminUrl = inject("databaseAdminUrl");
  const name = `${inject("databasePrefix")}_empty_${randomBytes(4).toString("hex")}`;
  await administer(adminUrl, `create database "${name}" template template0`);
  return {
    url: withDatabase(adminUrl, name),
    drop: () => administer(adminUrl, `drop database if exists "${name}" with (force)`),
  };
};
