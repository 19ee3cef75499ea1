import { createEndpoint } from "@aviationalley/api/platform/webhooks/endpoints.ts";
import { endpointDraft } from "@aviationalley/api/platform/webhooks/schema.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { Fault, usageFault } from "../fault.ts";
import { chooseCenter, operator, orFault } from "../operator.ts";
import { readSettings } from "../settings.ts";
import { openWebhookServices, SUBSCRIPTION_POLICY } from "../webhooks.ts";

const readMode = (text: string): "live" | "test" => {
  if (text === "live" || text === "test") return text;
  throw usageFault(`aa endpoint create: --mode takes live or test, not "${text}"`);
};

const readRate = (text: string): number => {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw usageFault(`aa endpoint create: --rate takes a whole number of deliveries per second, not "${text}"`);
};

export const endpointCreate = command({
  name: "endpoint create",
  summary: "Create a webhook endpoint; prints its secret, this once, and nothing else",
  options: {
    mode: { type: "string", value: "test|live", help: "test subscribes to the sandbox", required: true },
    url: { type: "string", value: "https://…", help: "Where deliveries are sent", required: true },
    events: { type: "string", value: "a,b.*", help: "Types, families (booking.*) or '*' for all", required: true },
    center: { type: "string", value: "id or name", help: "The center; may be left out while there is one" },
    description: { type: "string", value: "text", help: "What it is for, as lists show it" },
    contact: { type: "string", value: "address", help: "Who is mailed when it fails; OWNERs and ADMINs unless given" },
    rate: { type: "string", value: "number", help: "Deliveries per second at most; no limit unless given" },
  },
  run: ({ mode: modeText, url, events, center, description, contact, rate }) =>
    withDatabase(async (db) => {
      const mode = readMode(modeText);
      const draft = endpointDraft.safeParse({
        url,
        events: events.split(",").map((event) => event.trim()),
        description,
        contactEmail: contact,
        ratePerSecond: rate === undefined ? undefined : readRate(rate),
      });
      if (!draft.success)
        throw new Fault(draft.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join(" – "), 2);
      const { id, sandboxId } = await chooseCenter(db, center);
      const services = await openWebhookServices(readSettings());
      const centerId = mode === "live" ? id : sandboxId;
      const made = await createEndpoint(db, operator, services, SUBSCRIPTION_POLICY, centerId, draft.data);
      const { endpoint, secret } = orFault(made);
      console.error(`Created endpoint ${endpoint.id} for ${endpoint.events.join(", ")}. Its secret:`);
      console.log(secret);
    }),
});
