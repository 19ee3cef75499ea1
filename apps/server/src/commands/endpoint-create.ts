import { createEndpoint } from "@aviationalley/api/platform/webhooks/endpoints.ts";
import { endpointDraft } from "@aviationalley/api/platform/webhooks/schema.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { ENDPOINT_OPTIONS, readEndpoint, readEvents } from "../endpoint-options.ts";
import { usageFault } from "../fault.ts";
import { chooseCenter, operator, orFault } from "../operator.ts";
import { readSettings } from "../settings.ts";
import { openWebhookServices, SUBSCRIPTION_POLICY } from "../webhooks.ts";

const NAME = "endpoint create";

const readMode = (text: string): "live" | "test" => {
  if (text === "live" || text === "test") return text;
  throw usageFault(`aa ${NAME}: --mode takes live or test, not "${text}"`);
};

export const endpointCreate = command({
  name: NAME,
  summary: "Create a webhook endpoint; prints its secret, this once, and nothing else",
  options: {
    mode: { type: "string", value: "test|live", help: "test subscribes to the sandbox", required: true },
    url: { type: "string", value: "https://…", help: "Where deliveries are sent", required: true },
    events: { type: "string", value: "a,b.*", help: "Types, families (booking.*) or '*' for all", required: true },
    center: { type: "string", value: "id or name", help: "The center; may be left out while there is one" },
    ...ENDPOINT_OPTIONS,
  },
  run: ({ mode: modeText, url, events, center, ...values }) =>
    withDatabase(async (db) => {
      const mode = readMode(modeText);
      const draft = readEndpoint(NAME, endpointDraft, values, { url, events: readEvents(events) });
      const { id, sandboxId } = await chooseCenter(db, center);
      const services = await openWebhookServices(readSettings(), db);
      const centerId = mode === "live" ? id : sandboxId;
      const made = await createEndpoint(db, operator, services, SUBSCRIPTION_POLICY, centerId, draft);
      const { endpoint, secret } = orFault(made);
      console.error(`Created endpoint ${endpoint.id} for ${endpoint.events.join(", ")}. Its secret:`);
      console.log(secret);
    }),
});
