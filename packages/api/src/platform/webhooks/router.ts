import { z } from "zod";
import type { Context } from "../../lib/context.ts";
import { isFailure, notFound } from "../../lib/errors.ts";
import type { Role } from "../../lib/roles.ts";
import { consoleProcedure, router } from "../../lib/trpc.ts";
import { findEndpoint } from "./endpoint-queries.ts";
import { changeEndpoint, createEndpoint, deleteEndpoint, objectionTo } from "./endpoints.ts";
import { followChanges } from "./follow.ts";
import { readHealth } from "./health.ts";
import type { Hidden } from "./history-queries.ts";
import { findMode } from "./mode.ts";
import { pauseEndpoint, resumeEndpoint } from "./pause.ts";
import { listDeliveries, listEndpoints, listEvents, listRecoveries, readDelivery, readEvent } from "./reads.ts";
import { cancelRecovery, startRecovery } from "./recover.ts";
import { replayEvent } from "./replay.ts";
import { resendDelivery } from "./resend.ts";
import { rotateSecret, switchPromisedHeader } from "./rotate.ts";
import * as shapes from "./schema.ts";
import { type ServiceHolder, subscriberOf } from "./services.ts";
import {
  hiddenPrefixes,
  isConfidentialType,
  refuseSubscriptionAbove,
  type SubscriptionPolicy,
} from "./subscriptions.ts";
import { type SampleOf, sendTestEvent } from "./test-event.ts";
import { readTraffic } from "./traffic.ts";

const KEEPERS: readonly Role[] = ["ADMIN"];

export interface WebhooksRouterOptions {
  readonly policy: SubscriptionPolicy;
  readonly sampleOf: SampleOf;
  /** Provided by the process before the first call. */
  readonly services: ServiceHolder;
}

/** Endpoints, what happened, and what was delivered: for a center's OWNER and ADMIN. */
export const webhooksRouter = ({ policy, sampleOf, services }: WebhooksRouterOptions) => {
  const hiddenFrom = (ctx: Context): Hidden => hiddenPrefixes(policy, subscriberOf(ctx));
  const seenBy = (ctx: Context) => (type: string) => hiddenFrom(ctx).length === 0 || !isConfidentialType(policy, type);

  const keptBy = (ctx: Context) => (endpoint: shapes.WebhookEndpoint) => ({
    ...endpoint,
    manageable: refuseSubscriptionAbove(policy, subscriberOf(ctx), endpoint.events) === undefined,
  });

  const endpoints = router({
    list: consoleProcedure(KEEPERS, "Webhook endpoints of this center, newest first")
      .input(shapes.endpointPaging)
      .returns(shapes.endpointPage)
      .query(async ({ ctx, input }) => {
        const page = await listEndpoints(ctx.db, ctx.centerId, input);
        return isFailure(page) ? page : page.map(keptBy(ctx));
      }),

    get: consoleProcedure(KEEPERS, "One webhook endpoint")
      .input(shapes.reference)
      .returns(shapes.keptEndpoint)
      .query(async ({ ctx, input }) => {
        const endpoint = await findEndpoint(ctx.db, ctx.centerId, input.id);
        return endpoint ? keptBy(ctx)(endpoint) : notFound("webhook endpoint");
      }),

    health: consoleProcedure(KEEPERS, "How the endpoints do: their last 24 hours, and what waits")
      .input(z.strictObject({}))
      .returns(shapes.healthList)
      .query(({ ctx }) => readHealth(ctx.db, ctx.centerId)),

    traffic: consoleProcedure(KEEPERS, "Attempts of an endpoint by outcome, and how long they took, over time")
      .input(shapes.trafficRange)
      .returns(shapes.traffic)
      .query(({ ctx, input }) => readTraffic(ctx.db, ctx.centerId, input.id, input.range)),

    live: consoleProcedure(KEEPERS, "Which endpoints or deliveries change, as it happens")
      .input(shapes.following)
      .returns(shapes.change)
      .subscription(({ ctx, signal, recheck }) => followChanges(ctx, services.get().live, signal, recheck)),

    eventTypes: consoleProcedure(KEEPERS, "Events that can be subscribed to, and which of them you may subscribe")
      .input(z.strictObject({}))
      .returns(shapes.eventTypeList)
      .query(({ ctx }) =>
        Promise.resolve(
          policy.types.map(({ type, summary }) => ({
            type,
            summary,
            subscribable: refuseSubscriptionAbove(policy, ctx.roles, [type]) === undefined,
            confidential: isConfidentialType(policy, type),
          })),
        ),
      ),

    checkUrl: consoleProcedure(KEEPERS, "Whether deliveries may go to a URL")
      .input(shapes.urlCheck)
      .returns(shapes.urlVerdict)
      .query(async ({ ctx, input }) => {
        const objection = await objectionTo(services.get(), await findMode(ctx.db, ctx.centerId), input.url);
        return { ok: objection === undefined, objection: objection ?? null };
      }),

    create: consoleProcedure(KEEPERS, "Create a webhook endpoint; its secret is shown once")
      .input(shapes.endpointDraft)
      .returns(shapes.secretShown)
      .mutation(({ ctx, input }) => createEndpoint(ctx.db, ctx, services.get(), policy, ctx.centerId, input)),

    change: consoleProcedure(KEEPERS, "Change a webhook endpoint")
      .input(shapes.endpointChange)
      .returns(shapes.webhookEndpoint)
      .mutation(({ ctx, input: { id, ...change } }) =>
        changeEndpoint(ctx.db, ctx, services.get(), policy, ctx.centerId, id, change),
      ),

    pause: consoleProcedure(KEEPERS, "Hold an endpoint's deliveries; their 24 hours stand still")
      .input(shapes.reference)
      .returns(shapes.webhookEndpoint)
      .mutation(({ ctx, input }) => pauseEndpoint(ctx.db, ctx, ctx.centerId, input.id)),

    resume: consoleProcedure(KEEPERS, "Let a paused or disabled endpoint go on")
      .input(shapes.reference)
      .returns(shapes.webhookEndpoint)
      .mutation(({ ctx, input }) => resumeEndpoint(ctx.db, ctx, ctx.centerId, input.id)),

    delete: consoleProcedure(KEEPERS, "End an endpoint; its history stays")
      .input(shapes.reference)
      .returns(shapes.webhookEndpoint)
      .mutation(({ ctx, input }) => deleteEndpoint(ctx.db, ctx, policy, ctx.centerId, input.id)),

    rotateSecret: consoleProcedure(KEEPERS, "Give an endpoint a new secret, which is shown once")
      .input(shapes.rotation)
      .returns(shapes.secretShown)
      .mutation(({ ctx, input }) =>
        rotateSecret(ctx.db, ctx, services.get(), policy, ctx.centerId, input.id, input.overlapDays),
      ),

    switchSignature: consoleProcedure(
      KEEPERS,
      "Sign X-AviationAlley-Signature with the new secret before the overlap ends",
    )
      .input(shapes.reference)
      .returns(shapes.webhookEndpoint)
      .mutation(({ ctx, input }) => switchPromisedHeader(ctx.db, ctx, ctx.centerId, input.id)),

    test: consoleProcedure(KEEPERS, "Send an endpoint an example of an event")
      .input(shapes.testEvent)
      .returns(shapes.made)
      .mutation(({ ctx, input }) => sendTestEvent(ctx.db, ctx, sampleOf, ctx.centerId, input.id, input.type)),
  });

  const events = router({
    list: consoleProcedure(KEEPERS, "What happened, newest first, whether or not anyone subscribed")
      .input(shapes.eventFilters)
      .returns(shapes.eventPage)
      .query(({ ctx, input }) => listEvents(ctx.db, ctx.centerId, input, hiddenFrom(ctx))),

    get: consoleProcedure(KEEPERS, "An event with its payload and deliveries")
      .input(shapes.reference)
      .returns(shapes.eventDetail)
      .query(({ ctx, input }) => readEvent(ctx.db, ctx.centerId, input.id, hiddenFrom(ctx))),

    replay: consoleProcedure(KEEPERS, "Send an event to who subscribes now and never got it")
      .input(shapes.reference)
      .returns(shapes.madeCount)
      .mutation(({ ctx, input }) => replayEvent(ctx.db, ctx, ctx.centerId, input.id, seenBy(ctx))),
  });

  const deliveries = router({
    list: consoleProcedure(KEEPERS, "Deliveries, newest event first")
      .input(shapes.deliveryFilters)
      .returns(shapes.deliveryPage)
      .query(({ ctx, input }) => listDeliveries(ctx.db, ctx.centerId, input, hiddenFrom(ctx))),

    get: consoleProcedure(KEEPERS, "A delivery with its body and attempts")
      .input(shapes.reference)
      .returns(shapes.deliveryDetail)
      .query(({ ctx, input }) => readDelivery(ctx.db, ctx.centerId, input.id, hiddenFrom(ctx))),

    resend: consoleProcedure(KEEPERS, "Send a delivery again, with the same id")
      .input(shapes.reference)
      .returns(shapes.madeCount)
      .mutation(({ ctx, input }) => resendDelivery(ctx.db, ctx, ctx.centerId, input.id, seenBy(ctx))),
  });

  const recoveries = router({
    list: consoleProcedure(KEEPERS, "Jobs that send many deliveries, newest first")
      .input(shapes.recoveryPaging)
      .returns(shapes.recoveryPage)
      .query(({ ctx, input }) => listRecoveries(ctx.db, ctx.centerId, input)),

    start: consoleProcedure(
      KEEPERS,
      "Recover what failed, what an endpoint missed, or what matched nobody, since a time",
    )
      .input(shapes.recoveryStart)
      .returns(shapes.recovery)
      .mutation(({ ctx, input }) => startRecovery(ctx.db, ctx, policy, ctx.centerId, input)),

    cancel: consoleProcedure(KEEPERS, "Stop such a job; what it sent is sent")
      .input(shapes.reference)
      .returns(shapes.recovery)
      .mutation(({ ctx, input }) => cancelRecovery(ctx.db, ctx, ctx.centerId, input.id)),
  });

  return router({ endpoints, events, deliveries, recoveries });
};
