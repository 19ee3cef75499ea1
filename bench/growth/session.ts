import pg from "pg";

/** Runs statements that write without checks: no triggers, no foreign keys, as much memory as sorting wants. */
export const filling = async <T>(databaseUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica");
    await client.query("set maintenance_work_mem = '512MB'");
    await client.query("set work_mem = '256MB'");
    await client.query("set statement_timeout = 0");
    return await work(client);
  } finally {
    await client.end();
  }
};

/** Drops what indexes a table has beside its keys; answers how each is made again, by its name. */
export const dropIndexes = async (client: pg.Client, table: string): Promise<Map<string, string>> => {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
       from pg_index where indrelid = $1::regclass and not exists (select from pg_constraint where conindid = indexrelid)`,
    [table],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  return new Map(rows.map(({ name, definition }) => [name, definition]));
};
