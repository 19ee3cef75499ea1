import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { X } from "lucide-react";
import { useMemo } from "react";
import { isSpan, useBounds } from "../../../lib/span.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { Button } from "../../../ui/button.tsx";
import { Combobox } from "../../../ui/combobox.tsx";
import { Toolbar } from "../../../ui/page.tsx";
import type { Option } from "../../../ui/select.tsx";
import { TimeRange } from "../../../ui/time-range.tsx";
import { useCan } from "../../session/seat.tsx";
import { actionWords } from "./words.ts";

const route = getRouteApi("/shell/settings/integrations/audit");

/** What the address says, as the server takes it. */
export const useAuditFilters = () => {
  const { actor, action, subject, since, from, to } = route.useSearch();
  const bounds = useBounds({ since, from, to });
  return {
    filters: {
      limit: 50,
      ...bounds,
      ...(actor === undefined ? {} : { actorId: actor }),
      ...(action === undefined ? {} : { action: [action] }),
      ...(subject === undefined ? {} : { subjectId: subject }),
    },
    isFiltered: isSpan({ since, from, to }) || (actor ?? action ?? subject) !== undefined,
  };
};

/** The newest keys; an older one is found by an entry of its own. */
const MOST_KEYS = 200;

/** Who may have done something: the members and the keys of this center, and whoever is chosen already. */
const useActors = (chosen: string | undefined): Option<string>[] => {
  const trpc = useTRPC();
  const can = useCan();
  const members = useQuery(trpc.members.list.queryOptions({}, { enabled: can("members.list") }));
  const keys = useQuery(trpc.apiKeys.list.queryOptions({ limit: MOST_KEYS }, { enabled: can("apiKeys.list") }));
  return useMemo(() => {
    const people = members.data?.map(({ userId, name, email }) => ({ value: userId, label: name, hint: email })) ?? [];
    const programs =
      keys.data?.data.map(({ id, name, hint }) => ({ value: id, label: name, hint: `Key …${hint}` })) ?? [];
    const known = [...people, ...programs];
    const isStranger = chosen !== undefined && !known.some(({ value }) => value === chosen);
    return isStranger ? [{ value: chosen, label: "Somebody who is gone" }, ...known] : known;
  }, [members.data, keys.data, chosen]);
};

export const AuditFilters = () => {
  const trpc = useTRPC();
  const { actor, action, subject, since, from, to } = route.useSearch();
  const navigate = route.useNavigate();
  const actors = useActors(actor);
  const actions = useQuery(trpc.audit.actions.queryOptions({}));
  const options = useMemo(
    () => actions.data?.map((value) => ({ value, label: actionWords(value), hint: value })) ?? [],
    [actions.data],
  );
  const set = (next: Partial<ReturnType<typeof route.useSearch>>): void =>
    void navigate({ search: (was) => ({ ...was, pages: undefined, ...next }), replace: true, resetScroll: false });
  return (
    <Toolbar>
      <Combobox label="Who" none="Everybody" value={actor} options={actors} onChange={(next) => set({ actor: next })} />
      <Combobox
        label="What"
        none="Everything"
        value={action}
        options={options}
        onChange={(next) => set({ action: next })}
      />
      <TimeRange value={{ since, from, to }} onChange={set} />
      {subject !== undefined && (
        <Button icon={<X aria-hidden />} onClick={() => set({ subject: undefined })}>
          About one thing only
        </Button>
      )}
    </Toolbar>
  );
};
