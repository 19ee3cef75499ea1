import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { isSpan, useBounds } from "../../../lib/span.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { Combobox } from "../../../ui/combobox.tsx";
import { SearchInput } from "../../../ui/input.tsx";
import { Toolbar } from "../../../ui/page.tsx";
import { Select } from "../../../ui/select.tsx";
import { TimeRange } from "../../../ui/time-range.tsx";

const route = getRouteApi("/shell/settings/integrations/events");

/** A beginning of an id that the server takes. */
const ID_TEXT = /^(evt_)?[0-9a-f-]{4,36}$/i;

export const isIdText = (text: string): boolean => ID_TEXT.test(text);

/** What the address says, as the server takes it. */
export const useEventFilters = () => {
  const { type, since, from, to, unmatched, q } = route.useSearch();
  const bounds = useBounds({ since, from, to });
  return {
    filters: {
      limit: 50,
      ...bounds,
      ...(type === undefined ? {} : { type: [type] }),
      ...(unmatched ? { unmatched } : {}),
      ...(q !== undefined && isIdText(q) ? { query: q } : {}),
    },
    isFiltered: isSpan({ since, from, to }) || (type ?? unmatched ?? q) !== undefined,
  };
};

const MATCHED = [
  { value: "all", label: "Sent or not" },
  { value: "unmatched", label: "Nobody subscribed" },
] as const;

export const EventFilters = () => {
  const trpc = useTRPC();
  const { type, since, from, to, unmatched, q } = route.useSearch();
  const navigate = route.useNavigate();
  const types = useQuery(trpc.webhooks.endpoints.eventTypes.queryOptions({}, { staleTime: Infinity }));
  const options = useMemo(() => types.data?.map((one) => ({ value: one.type, label: one.type })) ?? [], [types.data]);
  const set = (next: Partial<ReturnType<typeof route.useSearch>>): void =>
    void navigate({ search: (was) => ({ ...was, pages: undefined, ...next }), replace: true, resetScroll: false });
  return (
    <Toolbar>
      <Combobox
        label="Event"
        none="All events"
        value={type}
        options={options}
        onChange={(next) => set({ type: next })}
      />
      <Select
        label="Subscribed"
        className="sm:w-44"
        value={unmatched ? "unmatched" : "all"}
        options={MATCHED}
        onChange={(next) => set({ unmatched: next === "unmatched" ? true : undefined })}
      />
      <TimeRange value={{ since, from, to }} onChange={set} />
      <SearchInput
        label="Event id"
        placeholder="evt_…"
        className="sm:w-52"
        value={q ?? ""}
        onSearch={(next) => set({ q: next || undefined })}
      />
    </Toolbar>
  );
};
