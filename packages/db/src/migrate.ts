import { type Client, DatabaseError } from "pg";
import { type Migration, readMigrations } from "./migrations.ts";
import { send } from "./send.ts";
import { openSession } from "./session.ts";
import { parseTarget } from "./target.ts";
import { asUnavailable, reasonOf } from "./unavailable.ts";

export interface MigrateOptions {
  /** The server itself, not a pooler: the lock belongs to a session. */
  readonly url: string;
  readonly log?: (line: string) => void;
  /** Default: packages/db/migrations. */
  readonly folder?: URL;
  /** The last one to apply, for a backup of that time; default: all. */
  readonly until?: string;
}

/** This database and this code do not go together; the message says what to do. */
export class MigrationRefused extends Error {
  override readonly name = "MigrationRefused";
}

/** Any number, the same in every node: the advisory lock under which one of them migrates and the others wait. */
const LOCK = "4716502391";

const LEDGER = `
  create table if not exists schema_migrations (
    name text primary key,
    sha256 text not null,
    applied_at timestamptz not null default now()
  )`;

interface Applied {
  readonly name: string;
  readonly sha256: string;
}

/** What is still to be applied. Throws when what was applied is not the beginning of what this code has. */
const pending = (migrations: readonly Migration[], applied: readonly Applied[]): readonly Migration[] => {
  for (const [index, done] of applied.entries()) {
    const own = migrations.find(({ name }) => name === done.name);
    if (own === undefined) {
      throw new MigrationRefused(
        `the database is newer than this code: it has the migration ${done.name}; update the code`,
      );
    }
    if (own.sha256 !== done.sha256) {
      throw new MigrationRefused(
        `migrations/${own.name}.sql was changed after it was applied; restore it and add a new one`,
      );
    }
    const skipped = migrations[index];
    if (skipped !== undefined && skipped.name !== done.name) {
      throw new MigrationRefused(
        `migrations/${skipped.name}.sql comes before the applied ${done.name}; give it a higher number`,
      );
    }
  }
  return migrations.slice(applied.length);
};

const apply = async (client: Client, { name, text, sha256 }: Migration): Promise<void> => {
  await send(client, { text: "begin" });
  try {
    await send(client, { text });
    await send(client, {
      text: "insert into schema_migrations (name, sha256) values ($1, $2)",
      values: [name, sha256],
    });
    await send(client, { text: "commit" });
  } catch (error) {
    await send(client, { text: "rollback" }).catch(() => undefined);
    const at = error instanceof DatabaseError && error.position ? ` (at character ${error.position})` : "";
    throw new Error(`migrations/${name}.sql failed: ${reasonOf(error)}${at}`, { cause: asUnavailable(error) });
  }
};

const applyPending = async (client: Client, options: MigrateOptions): Promise<string[]> => {
  const { folder, until } = options;
  const migrations = (await readMigrations(folder)).filter(({ name }) => until === undefined || name <= until);
  await send(client, { text: LEDGER });
  const ledger = await send(client, { text: "select name, sha256 from schema_migrations order by name" });
  // The border: the columns of the statement above.
  const todo = pending(migrations, ledger.rows as Applied[]);
  for (const migration of todo) {
    await apply(client, migration);
    options.log?.(`migrated ${migration.name}`);
  }
  return todo.map(({ name }) => name);
};

/**
 * Brings the database to this code's schema: each file of packages/db/migrations once, in order, in a transaction of
 * its own, forward only. Many nodes may call it at once: one works, the others wait. Throws when an applied file was
 * changed, or when the database is newer than this code.
 */
export const migrate = async (options: MigrateOptions): Promise<{ applied: string[] }> => {
  const target = parseTarget(options.url);
  const client = await openSession({ target, applicationName: "aviationalley migrate", statementTimeout: 0 });
  try {
    await send(client, { text: "select pg_advisory_lock($1)", values: [LOCK] });
    return { applied: await applyPending(client, options) };
  } catch (error) {
    throw asUnavailable(error);
  } finally {
    // Ends the session, and with it the lock.
    await client.end().catch(() => undefined);
  }
};
