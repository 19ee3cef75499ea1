import pg from "pg";
import type { Center } from "./fill.ts";

/** The centers, each with its sandbox; those that are there already stay as they are. */
export const addCenters = async (databaseUrl: string, centers: readonly Center[]): Promise<void> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const ids = centers.map(({ id }) => id);
    await client.query(
      `insert into centers (id, mode, name) select id, 'live', 'Bench center ' || id from unnest($1::uuid[]) id
       on conflict do nothing`,
      [ids],
    );
    await client.query(
      `insert into centers (id, mode, live_center_id, name)
       select md5('sandbox ' || id)::uuid, 'test', id, 'Bench center ' || id from unnest($1::uuid[]) id
       on conflict do nothing`,
      [ids],
    );
  } finally {
    await client.end();
  }
};
