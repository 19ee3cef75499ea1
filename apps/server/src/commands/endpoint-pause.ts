import { pauseEndpoint } from "@aviationalley/api/platform/webhooks/pause.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { centerOfEndpoint } from "../endpoint.ts";
import { operator, orFault } from "../operator.ts";

export const endpointPause = command({
  name: "endpoint pause",
  summary: "Hold an endpoint's deliveries; their 24 hours stand still",
  options: {},
  operands: ["id"],
  run: (_, [id = ""]) =>
    withDatabase(async (db) => {
      const { url } = orFault(await pauseEndpoint(db, operator, await centerOfEndpoint(db, id), id));
      console.error(`Paused ${url}.`);
    }),
});
