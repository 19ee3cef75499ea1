import { type Client, escapeLiteral } from "pg";
import { catalog, type Column, notOfExtension, readColumns, readEnums } from "./catalog.ts";

const HEADER =
  "-- The schema after all migrations, by name. Generated from the catalogs: read it, change a migration.\n";

const EXTENSIONS = `
  select format('create extension %I;', extname) as text from pg_extension
  where extname <> 'plpgsql' order by extname collate "C"`;

const DOMAINS = `
  select format('create domain %I as %s%s %s;', t.typname, format_type(t.typbasetype, t.typtypmod),
                case when t.typnotnull then ' not null' else '' end,
                (select string_agg(pg_get_constraintdef(c.oid), ' ' order by c.conname collate "C")
                 from pg_constraint c where c.contypid = t.oid and c.contype = 'c')) as text
  from pg_type t
  where t.typnamespace = 'public'::regnamespace and t.typtype = 'd' and ${notOfExtension("pg_type", "t.oid")}
  order by t.typname collate "C"`;

/** Sequences of their own; those of serial and identity columns belong to the column. */
const SEQUENCES = `
  select format('create sequence %I;', c.relname) as text from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind = 'S' and ${notOfExtension("pg_class", "c.oid")}
    and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid
                    and d.deptype in ('a', 'i'))
  order by c.relname collate "C"`;

/** From 18 on, NOT NULL is a constraint ('n') too; here it stands with its column, as before. */
const CONSTRAINTS = `
  select c.relname as table, format('constraint %I %s', o.conname, pg_get_constraintdef(o.oid)) as text
  from pg_constraint o join pg_class c on c.oid = o.conrelid
  where o.connamespace = 'public'::regnamespace and o.contype in ('p', 'u', 'x', 'c', 'f')
  order by c.relname collate "C", position(o.contype::text in 'puxcf'), o.conname collate "C"`;

const TABLES = `
  select c.relname as table, coalesce(' partition by ' || pg_get_partkeydef(c.oid), '') as partition,
         coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', '') as options
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`;

const INDEXES = `
  select pg_get_indexdef(i.indexrelid) || ';' as text
  from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
  where c.relnamespace = 'public'::regnamespace and not c.relispartition and not t.relispartition
    and not exists (select from pg_constraint o where o.conindid = i.indexrelid and o.contype in ('p', 'u', 'x'))
  order by c.relname collate "C"`;

const VIEWS = `
  select format(E'create view %I as\\n%s', c.relname, pg_get_viewdef(c.oid, true)) as text from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm') and ${notOfExtension("pg_class", "c.oid")}
  order by c.relname collate "C"`;

const FUNCTIONS = `
  select rtrim(pg_get_functiondef(p.oid), E'\\n') || ';' as text from pg_proc p
  where p.pronamespace = 'public'::regnamespace and p.prokind in ('f', 'p') and ${notOfExtension("pg_proc", "p.oid")}
  order by p.proname collate "C", pg_get_function_identity_arguments(p.oid) collate "C"`;

const TRIGGERS = `
  select pg_get_triggerdef(t.oid) || ';' as text from pg_trigger t join pg_class c on c.oid = t.tgrelid
  where not t.tgisinternal and c.relnamespace = 'public'::regnamespace and not c.relispartition
  order by c.relname collate "C", t.tgname collate "C"`;

interface Text {
  readonly text: string;
}
interface TableText extends Text {
  readonly table: string;
}

const GENERATED: Record<string, string> = { s: "stored", v: "virtual" };
const IDENTITY: Record<string, string> = { a: "always", d: "by default" };

const columnText = ({ column, type, required, fallback, generated, identity }: Column): string => {
  const kind = GENERATED[generated];
  const parts = [
    `${column} ${type}`,
    required ? "not null" : "",
    identity ? `generated ${IDENTITY[identity]} as identity` : "",
    fallback === null ? "" : kind ? `generated always as (${fallback}) ${kind}` : `default ${fallback}`,
  ];
  return parts.filter(Boolean).join(" ");
};

const readTables = async (client: Client): Promise<string[]> => {
  const columns = Map.groupBy(await readColumns(client), ({ table }) => table);
  const constraints = Map.groupBy(await catalog<TableText>(client, CONSTRAINTS), ({ table }) => table);
  const rows = await catalog<{ table: string; partition: string; options: string }>(client, TABLES);
  const tails = new Map(rows.map(({ table, partition, options }) => [table, `${partition}${options}`]));
  return [...columns].map(([table, own]) => {
    const lines = [...own.map(columnText), ...(constraints.get(table) ?? []).map(({ text }) => text)];
    return `create table ${table} (\n  ${lines.join(",\n  ")}\n)${tails.get(table) ?? ""};`;
  });
};

const readEnumTexts = async (client: Client): Promise<string[]> =>
  [...(await readEnums(client))].map(
    ([name, values]) => `create type ${name} as enum (${values.map((value) => escapeLiteral(value)).join(", ")});`,
  );

/** The schema as text, the same from every version of PostgreSQL that made it by the same migrations. */
export const dumpSchema = async (client: Client): Promise<string> => {
  const read = async (text: string) => (await catalog<Text>(client, text)).map((row) => row.text);
  const sections = [
    (await read(EXTENSIONS)).join("\n"),
    ...(await readEnumTexts(client)),
    ...(await read(DOMAINS)),
    ...(await read(SEQUENCES)),
    ...(await readTables(client)),
    (await read(INDEXES)).join("\n"),
    ...(await read(VIEWS)),
    ...(await read(FUNCTIONS)),
    (await read(TRIGGERS)).join("\n"),
  ];
  return `${[HEADER, ...sections.filter(Boolean)].join("\n\n").replace(/\n{3,}/g, "\n\n")}\n`;
};
