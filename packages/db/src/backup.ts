import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { type Client, escapeIdentifier } from "pg";
import type { Head, Line, TableHead } from "./backup-format.ts";
import { catalog, readColumns } from "./catalog.ts";
import { send } from "./send.ts";
import { withSession } from "./session.ts";

export interface BackupOptions {
  readonly url: string;
  /** Written whole or not at all, readable by its owner only: it holds everything. */
  readonly file: string;
  readonly log?: (line: string) => void;
}

const ROWS_A_FETCH = 1_000;

const PARTITIONS = `
  select c.relname as name, format('create table if not exists %I partition of %I %s%s', c.relname, p.relname,
           pg_get_expr(c.relpartbound, c.oid), coalesce(' partition by ' || pg_get_partkeydef(c.oid), '')) as create
  from pg_class c join pg_inherits i on i.inhrelid = c.oid join pg_class p on p.oid = i.inhparent
  where c.relispartition and c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
  order by c.oid`;

const readSequences = async (client: Client): Promise<Head["sequences"]> => {
  const names = await catalog<{ name: string }>(
    client,
    `select c.relname as name from pg_class c
     where c.relkind = 'S' and c.relnamespace = 'public'::regnamespace order by c.relname collate "C"`,
  );
  const sequences = [];
  for (const { name } of names) {
    const text = `select last_value as value, is_called as called from ${escapeIdentifier(name)}`;
    const [row] = await catalog<{ value: number; called: boolean }>(client, text);
    if (row) sequences.push({ name, ...row });
  }
  return sequences;
};

const readHead = async (client: Client): Promise<Head> => {
  const [server] = await catalog<{ version: string }>(client, "select current_setting('server_version') as version");
  return {
    format: 1,
    takenAt: new Date().toISOString(),
    server: server?.version ?? "",
    migrations: await catalog(client, "select name, sha256 from schema_migrations order by name"),
    partitions: await catalog(client, PARTITIONS),
    sequences: await readSequences(client),
  };
};

/** Tables and what of them is stored; a generated column comes back by itself. */
const readTables = async (client: Client): Promise<TableHead[]> => {
  const stored = (await readColumns(client)).filter(({ generated }) => generated === "");
  const tables = Map.groupBy(stored, ({ table }) => table);
  return [...tables].map(([table, columns]) => ({ table, columns: columns.map(({ column }) => column) }));
};

async function* readRows(client: Client, { table, columns }: TableHead): AsyncGenerator<string> {
  const texts = columns.map((column) => `${escapeIdentifier(column)}::text`).join(", ");
  const select = `select array_to_json(array[${texts}]) as line from ${escapeIdentifier(table)}`;
  await send(client, { text: `declare backup no scroll cursor for ${select}` });
  for (;;) {
    const rows = await catalog<{ line: string }>(client, `fetch ${ROWS_A_FETCH} from backup`);
    for (const { line } of rows) yield line;
    if (rows.length < ROWS_A_FETCH) break;
  }
  await send(client, { text: "close backup" });
}

async function* readAll(client: Client, log: (line: string) => void): AsyncGenerator<string> {
  const line = (value: Line) => `${JSON.stringify(value)}\n`;
  let total = 0;
  await send(client, { text: "begin isolation level repeatable read read only" });
  yield line(await readHead(client));
  for (const table of await readTables(client)) {
    yield line(table);
    let count = 0;
    for await (const row of readRows(client, table)) {
      count++;
      yield `${row}\n`;
    }
    log(`${table.table}: ${count} rows`);
    total += count;
  }
  yield line({ rows: total });
  await send(client, { text: "commit" });
}

/** Writes all rows of all tables, as of one moment, into a gzipped file. Needs no program of PostgreSQL's. */
export const backup = async ({ url, file, log = () => undefined }: BackupOptions): Promise<void> => {
  const draft = `${file}.part`;
  await withSession(url, (client) =>
    pipeline(Readable.from(readAll(client, log)), createGzip(), createWriteStream(draft, { mode: 0o600, flush: true })),
  );
  await rename(draft, file);
};
