import { type CenterId, type Queryable, statement } from "@aviationalley/db/client.ts";
import type { CenterTx } from "../../../lib/transaction.ts";
import { DEFAULT_SETTINGS } from "../rules.ts";
import type { TradeSettings } from "../schema.ts";

const kept = statement<TradeSettings>(
  "trip_trades.settings",
  `select auto_approve_pickups as "autoApprovePickups", cut_off_minutes as "cutOffMinutes"
     from trade_settings where center_id = $1`,
);

/** How this center trades. */
export const findTradeSettings = async (db: Queryable, centerId: CenterId): Promise<TradeSettings> =>
  (await db.maybe(kept, [centerId])) ?? DEFAULT_SETTINGS;

const keep = statement<never>(
  "trip_trades.keep_settings",
  `insert into trade_settings (center_id, auto_approve_pickups, cut_off_minutes, updated_at) values ($1, $2, $3, $4)
   on conflict (center_id) do update
      set auto_approve_pickups = excluded.auto_approve_pickups, cut_off_minutes = excluded.cut_off_minutes,
          updated_at = excluded.updated_at`,
);

export const saveTradeSettings = async (tx: CenterTx, next: TradeSettings): Promise<void> => {
  await tx.run(keep, [tx.centerId, next.autoApprovePickups, next.cutOffMinutes, tx.at]);
};
