import pg from "pg";

/** Statistics, and the visibility map that index-only scans need: what autovacuum does within minutes. */
export const vacuum = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("vacuum analyze");
  await client.query("checkpoint");
  await client.end();
};
