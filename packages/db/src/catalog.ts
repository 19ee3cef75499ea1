import type { Client } from "pg";
import { send } from "./send.ts";

/** Runs one query on the catalogs. The border: each caller states the columns of its own text. */
export const catalog = async <Row>(client: Client, text: string): Promise<Row[]> =>
  (await send(client, { text })).rows as Row[];

/** True for what an extension brought along: `ours('pg_proc', 'p.oid')`. */
export const notOfExtension = (classId: string, oid: string): string =>
  `not exists (select from pg_depend d where d.classid = '${classId}'::regclass and d.objid = ${oid} and d.deptype = 'e')`;

export interface Column {
  readonly table: string;
  readonly column: string;
  /** As SQL writes it: `timestamp(3) with time zone`. */
  readonly type: string;
  /** The type's own name: `timestamptz`, `_text` for an array, an enum's name. */
  readonly base: string;
  readonly required: boolean;
  readonly fallback: string | null;
  readonly generated: string;
  readonly identity: string;
}

/** Columns of our tables in their order; partitions, which jobs make, and the ledger of migrations left out. */
export const readColumns = (client: Client): Promise<Column[]> =>
  catalog<Column>(
    client,
    `select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type, t.typname as base,
            a.attnotnull as required, pg_get_expr(f.adbin, f.adrelid) as fallback,
            a.attgenerated as generated, a.attidentity as identity
     from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     join pg_type t on t.oid = a.atttypid
     left join pg_attrdef f on f.adrelid = c.oid and f.adnum = a.attnum
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> 'schema_migrations' and ${notOfExtension("pg_class", "c.oid")}
     order by c.relname collate "C", a.attnum`,
  );

/** Enum types and their values, in order. */
export const readEnums = async (client: Client): Promise<Map<string, string[]>> => {
  const rows = await catalog<{ name: string; values: string[] }>(
    client,
    `select t.typname as name, array_agg(e.enumlabel::text order by e.enumsortorder) as values
     from pg_type t join pg_enum e on e.enumtypid = t.oid
     where t.typnamespace = 'public'::regnamespace and ${notOfExtension("pg_type", "t.oid")}
     group by t.typname order by t.typname collate "C"`,
  );
  return new Map(rows.map(({ name, values }) => [name, values]));
};
