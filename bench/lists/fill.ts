import { exampleOf } from "@aviationalley/api/http/openapi/example.ts";
import { GLUE } from "@aviationalley/api/lib/search-text.ts";
import pg from "pg";
import type { z } from "zod";
import { idOf, type Noun } from "./noun.ts";

/** A center of the benchmark, and how many rows of each noun it has. */
export interface Center {
  id: string;
  rows: number;
}

/** Days back to a center's first row. */
const HISTORY_DAYS = 800;

/**
 * Fills a noun's table in all centers, in one transaction: a fill that was cut off leaves nothing. By SQL alone, and
 * with the indexes made at the end: a million rows through the commands would take an hour. Does nothing when the
 * table is filled already.
 */
export const fillNoun = async (databaseUrl: string, noun: Noun, centers: readonly Center[]): Promise<void> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query(`select from ${noun.table} limit 1`);
    if (rowCount !== 0) return;
    await client.query("begin");
    // References to people and devices that no list reads are left dangling: no triggers, no foreign keys.
    await client.query("set local session_replication_role = replica");
    await client.query("set local maintenance_work_mem = '512MB'");
    await client.query("set local work_mem = '256MB'");
    const restore = await dropIndexes(client, [noun.table, ...(noun.links ? [noun.links.table] : [])]);
    await client.query(insertText(noun), [centers.map(({ id }) => id), centers.map(({ rows }) => rows)]);
    for (const index of restore) await client.query(index);
    await client.query("commit");
    await client.query(`vacuum analyze ${noun.table}`);
    if (noun.links) await client.query(`vacuum analyze ${noun.links.table}`);
  } finally {
    await client.end();
  }
};

/** Drops what is not a key, and answers how it is made again. Exclusion constraints serve no list and stay away. */
const dropIndexes = async (client: pg.Client, tables: readonly string[]): Promise<string[]> => {
  const exclusions = await client.query<{ drop: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop
       from pg_constraint where contype = 'x' and conrelid = any($1::text[]::regclass[])`,
    [tables],
  );
  for (const { drop } of exclusions.rows) await client.query(drop);
  const indexes = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
       from pg_index where indrelid = any($1::text[]::regclass[])
        and not exists (select from pg_constraint where conindid = indexrelid)`,
    [tables],
  );
  for (const { name } of indexes.rows) await client.query(`drop index ${name}`);
  return indexes.rows.map(({ definition }) => definition);
};

const insertText = ({ table, kind = table, schema, columns, fields, search, also, links }: Noun): string => {
  const computed = {
    ...columns,
    ...Object.fromEntries(Object.entries(fields).map(([name, sql]) => [`"${name}"`, sql])),
  };
  const select = Object.entries(computed).map(([name, sql]) => `${sql} as ${name}`);
  const known = [...Object.keys(columns), ...Object.keys(fields), "id", "center_id", "created_at", "updated_at"];
  const documents = { document: schema, ...also };
  const target = [...Object.keys(columns), ...(search === undefined ? [] : ["search_text"]), ...Object.keys(documents)];
  const values = [
    ...Object.keys(columns),
    ...(search === undefined ? [] : [`translate(lower(' ' || ${search}), '${GLUE.between}', '${GLUE.kept}')`]),
    ...Object.values(documents).map((one) => documentSql(one, known)),
  ];
  return `
    with base as (
      select center_id, count, n, ${idOf(kind, "n")} as id, created_at,
             least(now(), created_at + make_interval(secs => n::bigint * 7919 % 432000)) as updated_at
        from unnest($1::uuid[], $2::int[]) as center(center_id, count),
             generate_series(0, count - 1) n,
             lateral (select now() - make_interval(secs => ${HISTORY_DAYS * 86_400}::float8 * (count - n) / count) as created_at) age
    ), filled as materialized (
      select base.*, ${select.join(",\n             ")} from base
    )${links ? `, linked as (insert into ${links.table} (${links.columns}) select ${links.select})` : ""}
    insert into ${table} (center_id, id, version, created_at, updated_at, ${target.join(", ")})
    select center_id, id, 1, created_at, updated_at, ${values.join(", ")} from filled`;
};

/** A row's document: the example of its schema, with what differs from row to row put in its place. */
const documentSql = (schema: z.ZodType, known: readonly string[]): string => {
  const example = exampleOf(schema);
  if (typeof example !== "object" || example === null) throw new Error("A noun's example is an object.");
  const source = new Map(known.map((name) => [camel(name), name]));
  const parts = Object.entries(example).map(([field, value]) => {
    const column = source.get(field);
    const key = `'${JSON.stringify(field)}:'`;
    return column === undefined ? `${key} || ${quoted(JSON.stringify(value))}` : `${key} || ${jsonOf(column, value)}`;
  });
  return `('{' || ${parts.join(" || ',' || ")} || '}')::json`;
};

const jsonOf = (name: string, example: unknown): string => {
  const column = name === camel(name) ? `"${name}"` : name;
  const isInstant = typeof example === "string" && /T.*Z$/.test(example);
  const text = isInstant ? `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` : column;
  return `coalesce(to_json(${text})::text, 'null')`;
};

const camel = (name: string): string => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
