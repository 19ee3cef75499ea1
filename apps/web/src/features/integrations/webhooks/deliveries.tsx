import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Send } from "lucide-react";
import { useMemo } from "react";
import { serverNow } from "../../../lib/clock.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { nextPage, useList } from "../../../lib/use-list.ts";
import { Button } from "../../../ui/button.tsx";
import { Combobox } from "../../../ui/combobox.tsx";
import { DataTable } from "../../../ui/data-table.tsx";
import { SearchInput } from "../../../ui/input.tsx";
import { Card, Toolbar } from "../../../ui/page.tsx";
import { Select } from "../../../ui/select.tsx";
import { Empty } from "../../../ui/states.tsx";
import { deliveryColumns } from "./delivery-columns.tsx";
import { LiveState } from "./live-state.tsx";
import { NewsBar } from "./news-bar.tsx";
import { SINCE, SINCE_MS, type Since, STATES } from "./search-values.ts";
import { DELIVERY_WORDS } from "./states.tsx";
import type { Endpoint } from "./types.ts";
import { useFollowed } from "./use-followed.ts";

const route = getRouteApi("/shell/settings/integrations/webhooks/$endpointId");

const PAGE = 25;
const ANY = "any";
const STATE_OPTIONS = [
  { value: ANY, label: "Any state" },
  ...STATES.map((state) => ({ value: state, label: DELIVERY_WORDS[state] })),
] as const;
const SINCE_OPTIONS = [
  { value: ANY, label: "Any time" },
  { value: "1h", label: "Last hour" },
  { value: "24h", label: "Last 24 hours" },
  { value: "7d", label: "Last 7 days" },
] as const;

/** A beginning of an id that the server takes. */
const ID_TEXT = /^(evt_|del_)?[0-9a-f-]{4,36}$/i;

/** Fixed when it is chosen, so that pages of one list go by one time. */
const useFrom = (since: Since | undefined): string | undefined =>
  useMemo(() => since && new Date(serverNow() - SINCE_MS[since]).toISOString(), [since]);

const useFilters = (endpointId: string) => {
  const { state, type, since, q } = route.useSearch();
  const from = useFrom(since);
  const filters = {
    endpointId,
    limit: PAGE,
    ...(state ? { state: [state] } : {}),
    ...(type === undefined ? {} : { type: [type] }),
    ...(from === undefined ? {} : { from }),
    ...(q !== undefined && ID_TEXT.test(q) ? { query: q } : {}),
  };
  return { filters, isFiltered: state !== undefined || type !== undefined || since !== undefined || q !== undefined };
};

export interface DeliveriesProps {
  endpoint: Endpoint;
  isLive: boolean;
  /** Grows with each change at the endpoint. */
  changes: number;
  onOpen: (delivery: string) => void;
}

/** What was sent, and what is to be sent, as it happens. */
export const Deliveries = ({ endpoint, isLive, changes, onOpen }: DeliveriesProps) => {
  const trpc = useTRPC();
  const { open, q } = route.useSearch();
  const { filters, isFiltered } = useFilters(endpoint.id);
  const list = useList(trpc.webhooks.deliveries.list.infiniteQueryOptions(filters, nextPage));
  const queryKey = trpc.webhooks.deliveries.list.pathKey();
  const news = useFollowed({ queryKey, changes, filters, loaded: list.rows?.length ?? 0, page: PAGE });
  const { circuitOpen } = endpoint;
  const columns = useMemo(() => deliveryColumns(circuitOpen), [circuitOpen]);
  const isBadId = q !== undefined && !ID_TEXT.test(q);
  return (
    <Card title="Deliveries" flush actions={<LiveState isLive={isLive} />}>
      <div className="grid gap-2 border-b border-line px-4 py-3 sm:px-5">
        <Filters />
        {isBadId && (
          <p role="status" className="text-[13px] text-ink-faint">
            Type at least four characters of a delivery’s or an event’s id.
          </p>
        )}
      </div>
      <NewsBar news={news} />
      <DataTable
        label="Deliveries"
        list={list}
        columns={columns}
        rowId={({ id }) => id}
        onOpen={({ id }) => onOpen(id)}
        openId={open}
        empty={<NoDeliveries isFiltered={isFiltered} />}
      />
    </Card>
  );
};

const Filters = () => {
  const trpc = useTRPC();
  const { state, type, since, q } = route.useSearch();
  const navigate = route.useNavigate();
  const types = useQuery(trpc.webhooks.endpoints.eventTypes.queryOptions({}, { staleTime: Infinity }));
  const options = useMemo(() => types.data?.map((one) => ({ value: one.type, label: one.type })) ?? [], [types.data]);
  type Search = ReturnType<typeof route.useSearch>;
  const set = (next: Partial<Search>): void =>
    void navigate({ search: (was) => ({ ...was, pages: undefined, ...next }), replace: true, resetScroll: false });
  return (
    <Toolbar>
      <Select
        label="State"
        className="w-[calc(50%-0.25rem)] sm:w-36"
        value={state ?? ANY}
        options={STATE_OPTIONS}
        onChange={(next) => set({ state: STATES.find((one) => one === next) })}
      />
      <Select
        label="Time"
        className="w-[calc(50%-0.25rem)] sm:w-40"
        value={since ?? ANY}
        options={SINCE_OPTIONS}
        onChange={(next) => set({ since: SINCE.find((one) => one === next) })}
      />
      <Combobox
        label="Event"
        none="All events"
        value={type}
        options={options}
        onChange={(next) => set({ type: next })}
      />
      <SearchInput
        label="Id"
        placeholder="del_… or evt_…"
        value={q ?? ""}
        onSearch={(next) => set({ q: next || undefined })}
      />
    </Toolbar>
  );
};

const NoDeliveries = ({ isFiltered }: { isFiltered: boolean }) => {
  const navigate = route.useNavigate();
  if (!isFiltered)
    return (
      <Empty icon={Send} title="Nothing was sent yet">
        Send a test event to see what arrives, or wait for something to happen that this endpoint listens to.
      </Empty>
    );
  const clear = (): void => void navigate({ search: ({ range }) => ({ range }), replace: true, resetScroll: false });
  return (
    <Empty icon={Send} title="No delivery matches" action={<Button onClick={clear}>Clear the filters</Button>}>
      Nothing in the last 30 days fits all of them.
    </Empty>
  );
};
