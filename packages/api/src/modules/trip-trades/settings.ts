import { type CenterId, type Db, type Queryable, statement } from "@aviationalley/db/client.ts";
import { withChange } from "../../lib/changes.ts";
import { type CenterTx, transaction } from "../../lib/transaction.ts";
import { DEFAULT_SETTINGS } from "./rules.ts";
import type { TradeSettings, TradeSettingsChange } from "./schema.ts";

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

/** Changes how the center trades from now on; trades that are requested already keep their cut-off. */
export const changeTradeSettings = (
  db: Db | CenterTx,
  centerId: CenterId,
  change: TradeSettingsChange,
): Promise<TradeSettings> =>
  transaction(db, centerId, async (tx) => {
    const next = withChange(await findTradeSettings(tx, centerId), change);
    await tx.run(keep, [centerId, next.autoApprovePickups, next.cutOffMinutes, tx.at]);
    return next;
  });
