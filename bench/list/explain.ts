import { documentsOf, isAnswer, type Select, type Selects } from "@aviationalley/api/lib/list.ts";
import type pg from "pg";

export interface Timing {
  /** Milliseconds in the database, all SELECTs of the call together. */
  milliseconds: number;
  rows: number;
  plan: string;
}

/** A plain text of JSON is enough here: the server explains itself. */
const literal = (value: unknown): string => {
  if (value === null) return "null";
  if (Array.isArray(value)) return `'{${value.join(",")}}'`;
  if (typeof value === "string") return `'${value.replaceAll("'", "''")}'`;
  return `'${JSON.stringify(value)}'`;
};

/**
 * What a call costs the database: each SELECT that it takes is prepared, run until the plan is the cached one, and
 * then explained with the time it really took (the least of four, since the machine is shared).
 */
export const timeCall = async (client: pg.Client, selects: Selects, limit: number): Promise<Timing> => {
  const one = await timeSelect(client, selects.first);
  if (!selects.next || isAnswer(selects, one.rows, one.seen, limit)) return one;
  const two = await timeSelect(client, selects.next(one));
  return { milliseconds: one.milliseconds + two.milliseconds, rows: two.rows, plan: `${one.plan}\n\n${two.plan}` };
};

const timeSelect = async (client: pg.Client, select: Select) => {
  await client.query(`deallocate all`);
  await client.query(`prepare it as ${select.text}`);
  const execute = `execute it(${select.values.map(literal).join(", ")})`;
  const { rows } = await client.query<{
    documents?: string | null;
    document?: unknown;
    seen?: string;
    found?: string;
    spread?: number[][] | null;
    few?: boolean;
    narrows?: boolean;
  }>(execute);
  for (let warm = 0; warm < 4; warm++) await client.query(execute);
  let milliseconds = Infinity;
  let plan = "";
  for (let run = 0; run < 4; run++) {
    const explained = await client.query<{ "QUERY PLAN": string }>(
      `explain (analyze, timing off, buffers off) ${execute}`,
    );
    plan = explained.rows.map((row) => row["QUERY PLAN"]).join("\n");
    milliseconds = Math.min(milliseconds, timeOf(plan, "Planning") + timeOf(plan, "Execution"));
  }
  const last = rows.at(-1);
  const found =
    select.window === undefined
      ? documentsOf(last?.documents ?? null).length
      : rows.filter(({ document }) => document !== null).length;
  return {
    milliseconds,
    plan,
    rows: found,
    seen: Number(last?.seen ?? 0),
    found: Number(last?.found ?? 0),
    spread: last?.spread ?? null,
    few: last?.few ?? false,
    narrows: last?.narrows ?? true,
  };
};

const timeOf = (plan: string, phase: "Planning" | "Execution"): number =>
  Number(new RegExp(`${phase} Time: ([\\d.]+) ms`).exec(plan)?.[1] ?? 0);
