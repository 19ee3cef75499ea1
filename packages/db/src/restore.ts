import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import { type Client, escapeIdentifier } from "pg";
import type { Head, Line, TableHead, Tail } from "./backup-format.ts";
import { catalog, type Column, readColumns } from "./catalog.ts";
import { migrate } from "./migrate.ts";
import { readMigrations } from "./migrations.ts";
import { send } from "./send.ts";
import { withSession } from "./session.ts";

export interface RestoreOptions {
  readonly url: string;
  readonly file: string;
  readonly log?: (line: string) => void;
}

const BATCH_BYTES = 1_000_000;

/** The lines of a backup with their texts. The border: a line is what backup.ts wrote, or it does not parse. */
async function* readLines(file: string): AsyncGenerator<{ line: Line; text: string }> {
  const lines = createInterface({ input: createReadStream(file).pipe(createGunzip()), crlfDelay: Infinity });
  for await (const text of lines) yield { line: JSON.parse(text) as Line, text };
}

const readHead = async (file: string): Promise<Head> => {
  for await (const { line } of readLines(file)) {
    if ("format" in line) return line;
    break;
  }
  throw new Error(`${file} is not a backup of this program`);
};

/** The backup's migrations must be the beginning of ours, text by text. Gives the last one's name. */
const lastMigration = async ({ migrations }: Head): Promise<string | undefined> => {
  const own = await readMigrations();
  for (const [index, { name, sha256 }] of migrations.entries()) {
    if (own[index]?.name !== name || own[index].sha256 !== sha256) {
      throw new Error(`the backup knows the migration ${name}, this code does not; restore it with the code it is of`);
    }
  }
  return migrations.at(-1)?.name;
};

const refuseData = async (client: Client): Promise<void> => {
  for (const table of new Set((await readColumns(client)).map((column) => column.table))) {
    const { rowCount } = await send(client, { text: `select from ${escapeIdentifier(table)} limit 1` });
    if (rowCount) throw new Error(`a backup is restored into an empty database; the table ${table} has rows`);
  }
};

interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

/** Those declared, not those that partitions inherit from them. */
const readForeignKeys = (client: Client): Promise<ForeignKey[]> =>
  catalog(
    client,
    `select c.relname as table, o.conname as name, pg_get_constraintdef(o.oid) as definition
     from pg_constraint o join pg_class c on c.oid = o.conrelid
     where o.contype = 'f' and o.conparentid = 0 and o.connamespace = 'public'::regnamespace`,
  );

/** Rows come table by table, so references are taken away for the time, and checked when they are put back. */
const withoutReferences = async (
  client: Client,
  tables: Iterable<string>,
  load: () => Promise<void>,
): Promise<void> => {
  const keys = await readForeignKeys(client);
  const alter = (table: string, change: string) =>
    send(client, { text: `alter table ${escapeIdentifier(table)} ${change}` });
  for (const { table, name } of keys) await alter(table, `drop constraint ${escapeIdentifier(name)}`);
  for (const table of tables) await alter(table, "disable trigger user");
  await load();
  for (const table of tables) await alter(table, "enable trigger user");
  for (const { table, name, definition } of keys) {
    await alter(table, `add constraint ${escapeIdentifier(name)} ${definition}`);
  }
};

/** The statement that takes a JSON array of rows, each an array of texts. */
const insertInto = ({ table, columns }: TableHead, known: readonly Column[]): string => {
  const values = columns.map((name, index) => {
    const column = known.find((candidate) => candidate.table === table && candidate.column === name);
    if (column === undefined) throw new Error(`the backup has a column ${table}.${name} that this schema has not`);
    return `(r->>${index})::${column.type}`;
  });
  const names = columns.map(escapeIdentifier).join(", ");
  return `insert into ${escapeIdentifier(table)} (${names}) overriding system value
          select ${values.join(", ")} from json_array_elements($1::json) as r`;
};

const loadRows = async (client: Client, file: string, known: readonly Column[]): Promise<void> => {
  let insert = "";
  let batch: string[] = [];
  let bytes = 0;
  let total = 0;
  let tail: Tail | undefined;
  const flush = async () => {
    if (batch.length > 0) await send(client, { text: insert, values: [`[${batch.join(",")}]`] });
    total += batch.length;
    batch = [];
    bytes = 0;
  };
  for await (const { line, text } of readLines(file)) {
    if (Array.isArray(line)) {
      batch.push(text);
      bytes += text.length;
      if (bytes > BATCH_BYTES) await flush();
      continue;
    }
    await flush();
    if ("table" in line) insert = insertInto(line, known);
    if ("rows" in line) tail = line;
  }
  if (tail?.rows !== total) throw new Error(`${file} is not whole: it has ${total} rows of ${tail?.rows ?? "more"}`);
};

const load = async (client: Client, head: Head, file: string): Promise<void> => {
  for (const { create } of head.partitions) await send(client, { text: create });
  const known = await readColumns(client);
  const tables = new Set(known.map(({ table }) => table));
  await withoutReferences(client, tables, async () => {
    // What migrations themselves inserted is in the backup, too.
    await send(client, { text: `truncate ${[...tables].map(escapeIdentifier).join(", ")}` });
    await loadRows(client, file, known);
  });
  for (const { name, value, called } of head.sequences) {
    await send(client, {
      text: "select setval($1::regclass, $2, $3)",
      values: [escapeIdentifier(name), value, called],
    });
  }
};

/**
 * Loads a backup into an empty database, all or nothing: migrated to where the backup stood, filled, then migrated to
 * where this code stands. So it also moves data to another major version of PostgreSQL.
 */
export const restore = async ({ url, file, log = () => undefined }: RestoreOptions): Promise<void> => {
  const head = await readHead(file);
  const until = await lastMigration(head);
  const { applied } = await migrate({ url, log, ...(until === undefined ? {} : { until }) });
  await withSession(url, async (client) => {
    if (applied.length < head.migrations.length) await refuseData(client);
    await send(client, { text: "begin" });
    await load(client, head, file);
    await send(client, { text: "commit" });
  });
  await migrate({ url, log });
};
