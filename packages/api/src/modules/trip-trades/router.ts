import { z } from "zod";
import type { Actor } from "../../lib/context.ts";
import { notFound } from "../../lib/errors.ts";
import { readPage } from "../../lib/pagination.ts";
import { EVERYONE, type Role } from "../../lib/roles.ts";
import { uuid } from "../../lib/schemas.ts";
import { consoleProcedure, endpoint, router } from "../../lib/trpc.ts";
import { acceptTrade, approveTrade, cancelTrade, denyTrade } from "./commands/decide.ts";
import { requestTrade } from "./commands/request.ts";
import { findTrade, tripTradeDocuments } from "./queries/trades.ts";
import {
  decisionReason,
  tradeDraft,
  tradeSettings,
  tradeSettingsChange,
  tripTrade,
  tripTradeFilters,
  tripTradePage,
} from "./schema.ts";
import { changeTradeSettings } from "./commands/settings.ts";
import { findTradeSettings } from "./queries/settings.ts";

const ROSTERERS: readonly Role[] = ["ADMIN", "DISPATCHER"];

const one = z.strictObject({ id: uuid });

/** Who decides, as trades show it. */
const nameOf = (actor: Actor): string => (actor.kind === "operator" ? "operator" : actor.name);

export const tripTradesRouter = router({
  list: endpoint("GET /trip-trades", "trip_trades:read", EVERYONE, "List trip trades of crew members")
    .input(tripTradeFilters)
    .returns(tripTradePage)
    .query(({ ctx, input: { from, to, ...input } }) =>
      readPage("trip-trades", tripTradeDocuments, ctx.db, ctx.centerId, {
        ...input,
        created: { from: from ?? null, to: to ?? null },
      }),
    ),

  get: consoleProcedure(EVERYONE, "Read one trip trade")
    .input(one)
    .returns(tripTrade)
    .query(async ({ ctx, input }) => (await findTrade(ctx.db, ctx.centerId, input.id)) ?? notFound("trip trade")),

  request: consoleProcedure(ROSTERERS, "Request a trip trade for a crew member")
    .input(tradeDraft)
    .returns(tripTrade)
    .mutation(({ ctx, input }) => requestTrade(ctx.db, ctx.centerId, input)),

  accept: consoleProcedure(ROSTERERS, "Record that the counterparty accepts a trade")
    .input(one)
    .returns(tripTrade)
    .mutation(({ ctx, input }) =>
      acceptTrade(ctx.db, ctx.centerId, { ...input, expectedVersion: ctx.expectedVersion }),
    ),

  approve: consoleProcedure(ROSTERERS, "Approve a trade and move its trips")
    .input(one.extend({ reason: decisionReason.optional() }))
    .returns(tripTrade)
    .mutation(({ ctx, input: { id, reason } }) =>
      approveTrade(
        ctx.db,
        ctx.centerId,
        { id, expectedVersion: ctx.expectedVersion },
        { by: nameOf(ctx.actor), reason: reason ?? null },
      ),
    ),

  deny: consoleProcedure(ROSTERERS, "Deny a trade")
    .input(one.extend({ reason: decisionReason }))
    .returns(tripTrade)
    .mutation(({ ctx, input: { id, reason } }) =>
      denyTrade(ctx.db, ctx.centerId, { id, expectedVersion: ctx.expectedVersion }, { by: nameOf(ctx.actor), reason }),
    ),

  cancel: consoleProcedure(ROSTERERS, "Cancel a requested trade")
    .input(one.extend({ reason: decisionReason.optional() }))
    .returns(tripTrade)
    .mutation(({ ctx, input: { id, reason } }) =>
      cancelTrade(
        ctx.db,
        ctx.centerId,
        { id, expectedVersion: ctx.expectedVersion },
        { by: nameOf(ctx.actor), reason: reason ?? null },
      ),
    ),

  settings: consoleProcedure(EVERYONE, "Read how the center trades")
    .input(z.strictObject({}))
    .returns(tradeSettings)
    .query(({ ctx }) => findTradeSettings(ctx.db, ctx.centerId)),

  changeSettings: consoleProcedure(["ADMIN"], "Change how the center trades")
    .input(tradeSettingsChange)
    .returns(tradeSettings)
    .mutation(({ ctx, input }) => changeTradeSettings(ctx.db, ctx.centerId, input)),
});
