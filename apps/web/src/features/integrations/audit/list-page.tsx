import { getRouteApi } from "@tanstack/react-router";
import { ScrollText } from "lucide-react";
import { useTRPC } from "../../../lib/trpc.ts";
import { nextPage, useList } from "../../../lib/use-list.ts";
import { Button } from "../../../ui/button.tsx";
import { DataTable } from "../../../ui/data-table.tsx";
import { Card, Page } from "../../../ui/page.tsx";
import { Empty } from "../../../ui/states.tsx";
import { AUDIT_COLUMNS } from "./columns.tsx";
import { EntryDrawer } from "./entry-drawer.tsx";
import { AuditFilters, useAuditFilters } from "./filters.tsx";

const route = getRouteApi("/shell/settings/integrations/audit");

/** Who did what in this center. */
export const AuditPage = () => {
  const trpc = useTRPC();
  const { open } = route.useSearch();
  const navigate = route.useNavigate();
  const { filters, isFiltered } = useAuditFilters();
  const list = useList(trpc.audit.list.infiniteQueryOptions(filters, nextPage));
  const show = (id: string | undefined): void =>
    void navigate({ search: (was) => ({ ...was, open: id }), resetScroll: false });
  return (
    <Page
      title="Audit log"
      description="Who did what to keys, webhooks and members, and from where. Nothing in it is ever changed or deleted."
    >
      <Card flush>
        <div className="border-b border-line px-4 py-3 sm:px-5">
          <AuditFilters />
        </div>
        <DataTable
          label="Audit log"
          list={list}
          columns={AUDIT_COLUMNS}
          rowId={({ id }) => id}
          onOpen={({ id }) => show(id)}
          openId={open}
          empty={<NoEntries isFiltered={isFiltered} />}
        />
      </Card>
      {open !== undefined && <EntryDrawer id={open} list={list} onClose={() => show(undefined)} />}
    </Page>
  );
};

const NoEntries = ({ isFiltered }: { isFiltered: boolean }) => {
  const navigate = route.useNavigate();
  if (!isFiltered)
    return (
      <Empty icon={ScrollText} title="Nothing was written down yet">
        Make a key or an endpoint: who did it, and when, stands here from then on.
      </Empty>
    );
  const clear = (): void =>
    void navigate({ search: ({ center, mode }) => ({ center, mode }), replace: true, resetScroll: false });
  return (
    <Empty icon={ScrollText} title="No entry matches" action={<Button onClick={clear}>Clear the filters</Button>}>
      Choose another time, person or kind of deed.
    </Empty>
  );
};
