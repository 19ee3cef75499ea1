import { Badge } from "../../../ui/badge.tsx";
import { Code } from "../../../ui/code.tsx";
import { Card, Facts } from "../../../ui/page.tsx";
import { Ago, At } from "../../../ui/time.tsx";
import type { Endpoint } from "./types.ts";

/** How an endpoint is set up. */
export const EndpointFacts = ({ endpoint }: { endpoint: Endpoint }) => (
  <Card title="Settings">
    <Facts
      facts={[
        [
          "URL",
          <span key="url" className="break-all">
            {endpoint.url}
          </span>,
        ],
        [
          "Events",
          <span key="events" className="flex flex-wrap gap-1.5">
            {endpoint.events.map((pattern) => (
              <Badge key={pattern}>{pattern === "*" ? "All events" : pattern}</Badge>
            ))}
          </span>,
        ],
        ["Contact", endpoint.contactEmail ?? "The center’s owners and admins"],
        ["Signing secret", <Code key="secret">{`whsec_…${endpoint.secretHint}`}</Code>],
        endpoint.headerNames.length > 0 ? ["Headers", endpoint.headerNames.join(", ")] : undefined,
        [
          "Limits",
          `${endpoint.maxInFlight} at the same time${endpoint.ratePerSecond === null ? "" : `, ${endpoint.ratePerSecond} a second`}`,
        ],
        ["Last success", endpoint.lastSuccessAt === null ? "Never" : <Ago key="success" at={endpoint.lastSuccessAt} />],
        ["Last failure", endpoint.lastFailureAt === null ? "Never" : <Ago key="failure" at={endpoint.lastFailureAt} />],
        [
          "Created",
          <span key="created">
            <At at={endpoint.createdAt} /> by {endpoint.createdBy}
          </span>,
        ],
        ["Id", <Code key="id">{endpoint.id}</Code>],
      ]}
    />
  </Card>
);
