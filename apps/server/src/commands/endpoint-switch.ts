import { switchPromisedHeader } from "@aviationalley/api/platform/webhooks/rotate.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { centerOfEndpoint } from "../endpoint.ts";
import { operator, orFault } from "../operator.ts";

export const endpointSwitch = command({
  name: "endpoint switch",
  summary: "Sign X-AviationAlley-Signature with a rotation's new secret before its overlap ends",
  options: {},
  operands: ["id"],
  run: (_, [id = ""]) =>
    withDatabase(async (db) => {
      const { url } = orFault(await switchPromisedHeader(db, operator, await centerOfEndpoint(db, id), id));
      console.error(`Deliveries to ${url} are signed with the new secret.`);
    }),
});
