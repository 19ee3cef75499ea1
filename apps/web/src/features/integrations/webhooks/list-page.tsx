import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Plus, Webhook } from "lucide-react";
import { useMemo } from "react";
import { useTRPC } from "../../../lib/trpc.ts";
import { nextPage, useList } from "../../../lib/use-list.ts";
import { Button, buttonLook } from "../../../ui/button.tsx";
import { cx } from "../../../ui/class-names.ts";
import { type Column, DataTable, rowLink } from "../../../ui/data-table.tsx";
import { Card, Page } from "../../../ui/page.tsx";
import { Empty } from "../../../ui/states.tsx";
import { Ago } from "../../../ui/time.tsx";
import { useCan } from "../../session/seat.tsx";
import { CreateEndpoint } from "./create-endpoint.tsx";
import { HealthLine, SuccessRate } from "./health.tsx";
import { EndpointState } from "./states.tsx";
import type { Endpoint, Health } from "./types.ts";
import { anyEndpoint, useLive, useRefresh } from "./use-live.ts";

const route = getRouteApi("/shell/settings/integrations/webhooks");

const lastOf = ({ lastSuccessAt, lastFailureAt }: Endpoint): string | undefined =>
  [lastSuccessAt, lastFailureAt]
    .flatMap((at) => at ?? [])
    .toSorted()
    .at(-1);

const LastAttempt = ({ endpoint }: { endpoint: Endpoint }) => {
  const at = lastOf(endpoint);
  return at === undefined ? <span className="text-ink-faint">Never</span> : <Ago at={at} className="text-ink-soft" />;
};

const NameCell = ({ endpoint, health }: { endpoint: Endpoint; health: Health | undefined }) => (
  <span className="block min-w-0">
    <Link to="/settings/integrations/webhooks/$endpointId" params={{ endpointId: endpoint.id }} className={rowLink}>
      <span className="line-clamp-2 max-w-md font-medium break-all">{endpoint.url}</span>
    </Link>
    <span className="block text-[13px] text-ink-faint">{endpoint.description ?? patternsInWords(endpoint.events)}</span>
    <span className="mt-1.5 flex flex-wrap items-center gap-3 sm:hidden">
      <EndpointState endpoint={endpoint} />
      <SuccessRate health={health} />
    </span>
  </span>
);

const patternsInWords = (patterns: readonly string[]): string => {
  if (patterns.includes("*")) return "All events";
  const [first = "", ...rest] = patterns;
  return rest.length === 0 ? first : `${first} and ${rest.length} more`;
};

const columnsWith = (healthOf: (id: string) => Health | undefined): Column<Endpoint>[] => [
  {
    key: "url",
    header: "Endpoint",
    cell: (endpoint) => <NameCell endpoint={endpoint} health={healthOf(endpoint.id)} />,
  },
  { key: "state", header: "State", from: "sm", cell: (endpoint) => <EndpointState endpoint={endpoint} /> },
  { key: "rate", header: "Success, 24 h", from: "sm", cell: ({ id }) => <SuccessRate health={healthOf(id)} /> },
  { key: "line", header: "Last 24 hours", from: "md", cell: ({ id }) => <HealthLine health={healthOf(id)} /> },
  {
    key: "last",
    header: "Last attempt",
    from: "lg",
    align: "right",
    className: "whitespace-nowrap",
    cell: (endpoint) => <LastAttempt endpoint={endpoint} />,
  },
];

/** Where this center's events are sent. */
export const WebhooksPage = () => {
  const trpc = useTRPC();
  const can = useCan();
  const { create } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useList(trpc.webhooks.endpoints.list.infiniteQueryOptions({ limit: 50 }, nextPage));
  const health = useQuery(trpc.webhooks.endpoints.health.queryOptions({}));
  useLive(anyEndpoint, useRefresh(trpc.webhooks.endpoints.list.pathKey(), trpc.webhooks.endpoints.health.pathKey()));
  const columns = useMemo(() => {
    const byId = new Map(health.data?.map((one) => [one.endpointId, one]));
    return columnsWith((id) => byId.get(id));
  }, [health.data]);
  const show = (open: true | undefined): void => void navigate({ search: (was) => ({ ...was, create: open }) });
  const add = can("webhooks.endpoints.create") && (
    <Button kind="primary" icon={<Plus aria-hidden />} onClick={() => show(true)}>
      Add endpoint
    </Button>
  );
  return (
    <Page
      title="Webhooks"
      description="What happens in this center is sent to these addresses, signed, within moments; and again for 24 hours until they accept it."
      actions={
        <>
          <a href="/docs/webhooks" className={cx(buttonLook({ kind: "ghost" }), "max-sm:order-last")}>
            How it works
          </a>
          {add}
        </>
      }
    >
      <Card flush>
        <DataTable
          label="Webhook endpoints"
          list={list}
          columns={columns}
          rowId={(endpoint) => endpoint.id}
          empty={
            <Empty icon={Webhook} title="No endpoints yet" action={add}>
              Add the address of your server, choose events, and send it a test event to see what arrives.
            </Empty>
          }
        />
      </Card>
      {create === true && can("webhooks.endpoints.create") && <CreateEndpoint onClose={() => show(undefined)} />}
    </Page>
  );
};
