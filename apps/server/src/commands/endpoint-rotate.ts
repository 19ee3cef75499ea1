import { MOST_OVERLAP_DAYS } from "@aviationalley/api/lib/overlap.ts";
import { rotateSecret } from "@aviationalley/api/platform/webhooks/rotate.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { centerOfEndpoint } from "../endpoint.ts";
import { usageFault } from "../fault.ts";
import { operator, orFault } from "../operator.ts";
import { readSettings } from "../settings.ts";
import { openWebhookServices, SUBSCRIPTION_POLICY } from "../webhooks.ts";

const readDays = (text: string): number => {
  if (/^\d$/.test(text) && Number(text) <= MOST_OVERLAP_DAYS) return Number(text);
  throw usageFault(`aa endpoint rotate: --overlap takes 0 to ${MOST_OVERLAP_DAYS} days, not "${text}"`);
};

export const endpointRotate = command({
  name: "endpoint rotate",
  summary: "Give an endpoint a new secret; prints it, this once, and nothing else",
  options: {
    overlap: {
      type: "string",
      value: "days",
      help: `How long the old one signs too, 0 to ${MOST_OVERLAP_DAYS}; 1 unless given`,
    },
  },
  operands: ["id"],
  run: ({ overlap = "1" }, [id = ""]) =>
    withDatabase(async (db) => {
      const days = readDays(overlap);
      const services = await openWebhookServices(readSettings(), db);
      const centerId = await centerOfEndpoint(db, id);
      console.log(orFault(await rotateSecret(db, operator, services, SUBSCRIPTION_POLICY, centerId, id, days)).secret);
    }),
});
