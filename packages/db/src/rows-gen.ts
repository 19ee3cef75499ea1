import type { Client } from "pg";
import { type Column, readColumns, readEnums } from "./catalog.ts";

const HEADER = `/**
 * What a table's row is in TypeScript as this package's client reads it: instants, dates, numerics and JSON as text.
 * Generated from the migrated database: change a migration, then run \`npm run generate\`.
 */
`;

const TYPES: Record<string, string> = {
  bool: "boolean",
  int2: "number",
  int4: "number",
  int8: "number",
  float4: "number",
  float8: "number",
  oid: "number",
  bytea: "Buffer",
};

const elementType = (base: string, enums: ReadonlyMap<string, readonly string[]>): string =>
  TYPES[base] ??
  enums
    .get(base)
    ?.map((value) => JSON.stringify(value))
    .join(" | ") ??
  "string";

const typeOf = ({ base, required }: Column, enums: ReadonlyMap<string, readonly string[]>): string => {
  const isArray = base.startsWith("_");
  const element = elementType(isArray ? base.slice(1) : base, enums);
  const type = isArray ? `${element.includes("|") ? `(${element})` : element}[]` : element;
  return required ? type : `${type} | null`;
};

const pascal = (name: string): string => name.replace(/(?:^|_)([a-z0-9])/g, (_, first: string) => first.toUpperCase());

/** The text of rows.gen.ts: one `<Table>Row` for each table, its columns under their own names. */
export const generateRows = async (client: Client): Promise<string> => {
  const enums = await readEnums(client);
  const tables = Map.groupBy(await readColumns(client), ({ table }) => table);
  const interfaces = [...tables].map(([table, columns]) => {
    const lines = columns.map((column) => `  ${column.column}: ${typeOf(column, enums)};`);
    return `export interface ${pascal(table)}Row {\n${lines.join("\n")}\n}\n`;
  });
  return [HEADER, ...interfaces].join("\n");
};
