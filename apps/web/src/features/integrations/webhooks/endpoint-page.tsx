import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import { useState } from "react";
import { type Problem, problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { ProblemNote } from "../../../ui/note.tsx";
import { Card, Page } from "../../../ui/page.tsx";
import { PageSkeleton, Unread } from "../../../ui/states.tsx";
import { Deliveries } from "./deliveries.tsx";
import { DeliveryDrawer } from "./delivery-drawer.tsx";
import { EndpointActions } from "./endpoint-actions.tsx";
import { EndpointFacts } from "./endpoint-facts.tsx";
import { EndpointNotes } from "./endpoint-notes.tsx";
import { Recoveries } from "./recoveries.tsx";
import { EndpointState } from "./states.tsx";
import { TrafficCard } from "./traffic-card.tsx";
import type { Endpoint } from "./types.ts";
import { anEndpoint, useLive, useRefresh } from "./use-live.ts";

const route = getRouteApi("/shell/settings/integrations/webhooks/$endpointId");

const Back = () => (
  <Link
    to="/settings/integrations/webhooks"
    className="mb-1 inline-flex items-center gap-1 text-[13px] text-ink-soft hover:text-ink"
  >
    <ChevronLeft aria-hidden className="size-4" />
    Webhooks
  </Link>
);

/** One endpoint: how it does, what was sent to it, and everything that can be done with it. */
export const EndpointPage = () => {
  const trpc = useTRPC();
  const { endpointId: id } = route.useParams();
  const endpoint = useQuery(trpc.webhooks.endpoints.get.queryOptions({ id }));
  if (endpoint.isPending) return <PageSkeleton />;
  // What was read stays when reading it anew fails: a secret that is shown once, or a form, may stand open over it.
  if (endpoint.data)
    return (
      <EndpointView
        endpoint={endpoint.data}
        problem={endpoint.error === null ? undefined : problemOf(endpoint.error)}
      />
    );
  return (
    <Page title="Webhook endpoint" back={<Back />}>
      <Card flush>
        <Unread query={endpoint} />
      </Card>
    </Page>
  );
};

interface EndpointViewProps {
  endpoint: Endpoint;
  /** Why it could not be read anew: it is shown as it was. */
  problem: Problem | undefined;
}

const EndpointView = ({ endpoint, problem }: EndpointViewProps) => {
  const trpc = useTRPC();
  const { open } = route.useSearch();
  const navigate = route.useNavigate();
  const show = (delivery: string | undefined): void =>
    void navigate({ search: (was) => ({ ...was, open: delivery }), replace: delivery === undefined });
  const [changes, setChanges] = useState(0);
  const refresh = useRefresh(
    trpc.webhooks.endpoints.get.queryKey({ id: endpoint.id }),
    trpc.webhooks.endpoints.health.pathKey(),
    // Long ranges read thousands of rows and change little: they come anew by the minute.
    trpc.webhooks.endpoints.traffic.queryKey({ id: endpoint.id, range: "1h" }),
    trpc.webhooks.endpoints.traffic.queryKey({ id: endpoint.id, range: "24h" }),
    trpc.webhooks.deliveries.get.pathKey(),
  );
  const isLive = useLive(anEndpoint(endpoint.id), () => {
    refresh();
    setChanges((count) => count + 1);
  });
  return (
    <Page
      title={<span className="line-clamp-2 break-all">{endpoint.url}</span>}
      documentTitle={`${endpoint.url} · Webhooks`}
      back={<Back />}
      description={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <EndpointState endpoint={endpoint} />
          {endpoint.description !== null && <span>{endpoint.description}</span>}
        </span>
      }
      actions={<EndpointActions endpoint={endpoint} onSent={show} />}
    >
      <ProblemNote problem={problem} />
      <EndpointNotes endpoint={endpoint} />
      <TrafficCard endpointId={endpoint.id} />
      <Recoveries endpoint={endpoint} />
      <Deliveries endpoint={endpoint} isLive={isLive} changes={changes} onOpen={show} />
      <EndpointFacts endpoint={endpoint} />
      {open !== undefined && <DeliveryDrawer id={open} endpoint={endpoint} onClose={() => show(undefined)} />}
    </Page>
  );
};
