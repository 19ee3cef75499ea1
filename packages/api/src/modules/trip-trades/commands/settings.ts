import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { withChange } from "../../../lib/changes.ts";
import { type CenterTx, transaction } from "../../../lib/transaction.ts";
import { findTradeSettings, saveTradeSettings } from "../queries/settings.ts";
import type { TradeSettings, TradeSettingsChange } from "../schema.ts";

/** Changes how the center trades from now on; trades that are requested already keep their cut-off. */
export const changeTradeSettings = (
  db: Db | CenterTx,
  centerId: CenterId,
  change: TradeSettingsChange,
): Promise<TradeSettings> =>
  transaction(db, centerId, async (tx) => {
    const next = withChange(await findTradeSettings(tx, centerId), change);
    await saveTradeSettings(tx, next);
    return next;
  });
