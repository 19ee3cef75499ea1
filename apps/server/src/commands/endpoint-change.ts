import { changeEndpoint } from "@aviationalley/api/platform/webhooks/endpoints.ts";
import { endpointDraft } from "@aviationalley/api/platform/webhooks/schema.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { centerOfEndpoint } from "../endpoint.ts";
import { ENDPOINT_OPTIONS, readEndpoint, readEvents } from "../endpoint-options.ts";
import { usageFault } from "../fault.ts";
import { operator, orFault } from "../operator.ts";
import { readSettings } from "../settings.ts";
import { openWebhookServices, SUBSCRIPTION_POLICY } from "../webhooks.ts";

const NAME = "endpoint change";

export const endpointChange = command({
  name: NAME,
  summary: "Change an endpoint: what is given replaces what is there, `none` takes it away",
  options: {
    url: { type: "string", value: "https://…", help: "Where deliveries are sent" },
    events: { type: "string", value: "a,b.*", help: "Types, families (booking.*) or '*' for all" },
    ...ENDPOINT_OPTIONS,
  },
  operands: ["id"],
  run: ({ url, events, ...values }, [id = ""]) =>
    withDatabase(async (db) => {
      const change = readEndpoint(NAME, endpointDraft.partial(), values, {
        url,
        events: events === undefined ? undefined : readEvents(events),
      });
      if (Object.keys(change).length === 0)
        throw usageFault(`aa ${NAME}: nothing to change; see npx aa ${NAME} --help`);
      const centerId = await centerOfEndpoint(db, id);
      const services = await openWebhookServices(readSettings(), db);
      const changed = await changeEndpoint(db, operator, services, SUBSCRIPTION_POLICY, centerId, id, change);
      console.error(`Changed ${orFault(changed).url}.`);
    }),
});
