import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import { keysetList } from "../../../lib/list.ts";
import type { CenterTx } from "../../../lib/transaction.ts";
import type { DatDraw, TestType } from "../schema.ts";

export const drawDocuments = keysetList<object>({ table: "dat_draws", filters: {} });

const rate = statement<{ percent: number }>(
  "dat.rate",
  "select percent from dat_rates where test_type = $1 and year <= $2 order by year desc limit 1",
);

/** The yearly random rate in percent of the pool: the one that was set last, by this year. */
export const findRate = async (db: Queryable, testType: TestType, year: number): Promise<number | undefined> =>
  (await db.maybe(rate, [testType, year]))?.percent;

const insert = statement<never>(
  "dat.insert_draw",
  "insert into dat_draws (center_id, id, created_at, document) values ($1, $2, $3, $4)",
);

export const insertDraw = (tx: CenterTx, draw: DatDraw): Promise<number> =>
  tx.run(insert, [tx.centerId, draw.id, draw.createdAt, JSON.stringify(draw)]);

const byId = statement<{ document: string }>(
  "dat.draw_by_id",
  "select document from dat_draws where center_id = $1 and id = $2",
);

export const findDraw = async (db: Queryable, centerId: CenterId, id: string): Promise<DatDraw | undefined> => {
  const row = await db.maybe(byId, [centerId, id]);
  return row && (JSON.parse(row.document) as DatDraw); // written above
};
