import { listEndpoints } from "@aviationalley/api/platform/webhooks/reads.ts";
import { type WebhookEndpoint, webhookEndpoint } from "@aviationalley/api/platform/webhooks/schema.ts";
import type { CenterId, Db } from "@aviationalley/db/client.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { everyRow } from "../every-row.ts";
import { chooseCenter } from "../operator.ts";
import { printTable } from "../table.ts";

const stateOf = ({ state, disabledReason, circuitOpen }: WebhookEndpoint): string => {
  if (state === "DISABLED") return `disabled (${(disabledReason ?? "").toLowerCase()})`;
  return state === "ACTIVE" && circuitOpen ? "failing" : state.toLowerCase();
};

const row = (mode: string, endpoint: WebhookEndpoint): string[] => [
  endpoint.id,
  mode,
  stateOf(endpoint),
  endpoint.lastSuccessAt === null ? "never delivered" : `delivered ${endpoint.lastSuccessAt.slice(0, 16)}Z`,
  endpoint.events.join(","),
  endpoint.url,
];

const allEndpoints = (db: Db, centerId: CenterId): Promise<WebhookEndpoint[]> =>
  everyRow(
    (paging) => listEndpoints(db, centerId, paging),
    (document) => webhookEndpoint.parse(document),
  );

export const endpointList = command({
  name: "endpoint list",
  summary: "List the webhook endpoints of a center and of its sandbox, newest first",
  options: { center: { type: "string", value: "id or name", help: "The center; may be left out while there is one" } },
  run: ({ center }) =>
    withDatabase(async (db) => {
      const { id, sandboxId } = await chooseCenter(db, center);
      const rows = [
        ...(await allEndpoints(db, id)).map((endpoint) => row("live", endpoint)),
        ...(await allEndpoints(db, sandboxId)).map((endpoint) => row("test", endpoint)),
      ];
      printTable(rows);
    }),
});
