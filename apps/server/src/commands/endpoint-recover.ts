import { recoveryStart } from "@aviationalley/api/platform/webhooks/schema.ts";
import { startRecovery } from "@aviationalley/api/platform/webhooks/recover.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { centerOfEndpoint } from "../endpoint.ts";
import { usageFault } from "../fault.ts";
import { operator, orFault } from "../operator.ts";
import { SUBSCRIPTION_POLICY } from "../webhooks.ts";

const NAME = "endpoint recover";

export const endpointRecover = command({
  name: NAME,
  summary: "Send an endpoint again what failed since a time, as a job of the running server; prints the job's id",
  options: {
    since: { type: "string", value: "time", help: "e.g. 2026-05-31T14:00:00Z, at most 30 days ago", required: true },
    missed: {
      type: "boolean",
      help: "Send what it would have got before it existed or while it was disabled, instead",
    },
  },
  operands: ["id"],
  run: ({ since, missed }, [id = ""]) =>
    withDatabase(async (db) => {
      const centerId = await centerOfEndpoint(db, id);
      const wish = recoveryStart.safeParse({ kind: missed ? "MISSING" : "RECOVER", endpointId: id, since });
      if (!wish.success)
        throw usageFault(`aa ${NAME}: --since takes an ISO 8601 instant such as 2026-05-31T14:00:00Z, not "${since}"`);
      const job = orFault(await startRecovery(db, operator, SUBSCRIPTION_POLICY, centerId, wish.data));
      const extent = job.total === null ? "what it missed" : `${job.total} failed deliveries`;
      console.error(`The running server sends ${extent}; the console shows how far it is. The job's id:`);
      console.log(job.id);
    }),
});
