import { keyPolicy } from "./compose/key-policy.ts";
import { samplesOf, subscriptionPolicy } from "./compose/webhook-policy.ts";
import { sandboxRouter } from "./compose/sandbox/router.ts";
import { sessionRouter } from "./compose/session/router.ts";
import { allowedProcedures } from "./http/authorisation.ts";
import { scopedOperationsOf, scopesOf } from "./http/walk.ts";
import { router } from "./lib/trpc.ts";
import { EVENTS } from "./lib/webhooks.ts";
import { bookingsRouter } from "./modules/bookings/router.ts";
import { centersRouter, membersRouter } from "./modules/centers/router.ts";
import { crewRouter } from "./modules/crew/router.ts";
import { aircraftRouter, simulatorsRouter } from "./modules/devices/router.ts";
import { datRouter } from "./modules/dat/router.ts";
import { faTrainingRouter } from "./modules/fa-training/router.ts";
import { flightLogRouter } from "./modules/flight-log/router.ts";
import { complianceRouter } from "./modules/compliance/router.ts";
import { invoicesRouter } from "./modules/invoices/router.ts";
import { melRouter } from "./modules/mel/router.ts";
import { reserveRouter } from "./modules/reserve/router.ts";
import { stageChecksRouter } from "./modules/stage-checks/router.ts";
import { traineesRouter } from "./modules/trainees/router.ts";
import { tripTradesRouter } from "./modules/trip-trades/router.ts";
import { tripsRouter } from "./modules/trips/router.ts";
import { workOrdersRouter } from "./modules/work-orders/router.ts";
import { apiKeysRouter } from "./platform/api-keys/router.ts";
import { auditRouter } from "./platform/audit/router.ts";
import { mailRouter } from "./platform/mail/router.ts";
import { webhooksRouter } from "./platform/webhooks/router.ts";
import { holdServices } from "./platform/webhooks/services.ts";

/** What the business does. The REST API, its document and its scopes are walked out of these. */
const modules = {
  trainees: traineesRouter,
  bookings: bookingsRouter,
  workOrders: workOrdersRouter,
  invoices: invoicesRouter,
  compliance: complianceRouter,
  flightLog: flightLogRouter,
  crew: crewRouter,
  mel: melRouter,
  reserve: reserveRouter,
  trips: tripsRouter,
  tripTrades: tripTradesRouter,
  faTraining: faTrainingRouter,
  dat: datRouter,
  stageChecks: stageChecksRouter,
  simulators: simulatorsRouter,
  aircraft: aircraftRouter,
  centers: centersRouter,
  sandbox: sandboxRouter,
  members: membersRouter,
};

export const KEY_POLICY = keyPolicy(scopesOf(router(modules)));

/** What handling webhook endpoints needs of the process; each process provides its own as it starts. */
export const webhookServices = holdServices();

const parts = {
  ...modules,
  apiKeys: apiKeysRouter(KEY_POLICY, scopedOperationsOf(router(modules))),
  webhooks: webhooksRouter({
    policy: subscriptionPolicy(EVENTS),
    sampleOf: samplesOf(EVENTS),
    services: webhookServices,
  }),
  mail: mailRouter,
  audit: auditRouter,
};

/** Every procedure there is. */
export const appRouter = router({ ...parts, session: sessionRouter(allowedProcedures(router(parts))) });

export type AppRouter = typeof appRouter;
