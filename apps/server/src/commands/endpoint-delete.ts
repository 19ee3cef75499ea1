import { deleteEndpoint } from "@aviationalley/api/platform/webhooks/endpoints.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { centerOfEndpoint } from "../endpoint.ts";
import { operator, orFault } from "../operator.ts";
import { SUBSCRIPTION_POLICY } from "../webhooks.ts";

export const endpointDelete = command({
  name: "endpoint delete",
  summary: "End an endpoint: what waits for it fails, its history stays",
  options: {},
  operands: ["id"],
  run: (_, [id = ""]) =>
    withDatabase(async (db) => {
      const centerId = await centerOfEndpoint(db, id);
      const { url } = orFault(await deleteEndpoint(db, operator, SUBSCRIPTION_POLICY, centerId, id));
      console.error(`Deleted ${url}.`);
    }),
});
