import { getRouteApi } from "@tanstack/react-router";
import { Activity, Repeat2 } from "lucide-react";
import { useState } from "react";
import { useTRPC } from "../../../lib/trpc.ts";
import { nextPage, useList } from "../../../lib/use-list.ts";
import { Button } from "../../../ui/button.tsx";
import { DataTable } from "../../../ui/data-table.tsx";
import { Card, Page } from "../../../ui/page.tsx";
import { Empty } from "../../../ui/states.tsx";
import { useCan } from "../../session/seat.tsx";
import { DeliveryDrawer } from "../webhooks/delivery-drawer.tsx";
import { LiveState } from "../webhooks/live-state.tsx";
import { NewsBar } from "../webhooks/news-bar.tsx";
import { useFollowed } from "../webhooks/use-followed.ts";
import { everything, useLive, useRefresh } from "../webhooks/use-live.ts";
import { EVENT_COLUMNS } from "./columns.tsx";
import { EventDrawer } from "./event-drawer.tsx";
import { EventFilters, isIdText, useEventFilters } from "./filters.tsx";
import { ReplayUnmatched } from "./replay-unmatched.tsx";
import { UnmatchedJob } from "./unmatched-job.tsx";

const route = getRouteApi("/shell/settings/integrations/events");

/** Everything that happened in this center. */
export const EventsPage = () => {
  const trpc = useTRPC();
  const can = useCan();
  const { open, delivery, q } = route.useSearch();
  const navigate = route.useNavigate();
  const { filters, isFiltered } = useEventFilters();
  const [replaying, setReplaying] = useState(false);
  const [job, setJob] = useState<string>();
  const list = useList(trpc.webhooks.events.list.infiniteQueryOptions(filters, nextPage));
  const [changes, setChanges] = useState(0);
  const refreshOpen = useRefresh(trpc.webhooks.events.get.pathKey());
  const isLive = useLive(everything, () => {
    refreshOpen();
    setChanges((count) => count + 1);
  });
  const queryKey = trpc.webhooks.events.list.pathKey();
  const news = useFollowed({ queryKey, changes, filters, loaded: list.rows?.length ?? 0, page: filters.limit });
  const show = (id: string | undefined): void =>
    void navigate({ search: (was) => ({ ...was, open: id, delivery: undefined }), resetScroll: false });
  return (
    <Page
      title="Events"
      description="Everything that happened in this center in the last 30 days, whether or not anyone subscribed to it."
      actions={
        can("webhooks.recoveries.start") && (
          <Button icon={<Repeat2 aria-hidden />} onClick={() => setReplaying(true)}>
            Replay what nobody got…
          </Button>
        )
      }
    >
      {can("webhooks.recoveries.list") && <UnmatchedJob watched={job} onWatch={setJob} />}
      <Card title="What happened" actions={<LiveState isLive={isLive} />} flush>
        <div className="grid gap-2 border-b border-line px-4 py-3 sm:px-5">
          <EventFilters />
          {q !== undefined && !isIdText(q) && (
            <p role="status" className="text-[13px] text-ink-faint">
              Type at least four characters of an event’s id.
            </p>
          )}
        </div>
        <NewsBar news={news} />
        <DataTable
          label="Events"
          list={list}
          columns={EVENT_COLUMNS}
          rowId={({ id }) => id}
          onOpen={({ id }) => show(id)}
          openId={open}
          empty={<NoEvents isFiltered={isFiltered} />}
        />
      </Card>
      {open !== undefined && <EventDrawer key={open} id={open} onClose={() => show(undefined)} />}
      {delivery !== undefined && (
        <DeliveryDrawer key={delivery} id={delivery} endpoint={undefined} onClose={() => show(open)} />
      )}
      {replaying && <ReplayUnmatched onClose={() => setReplaying(false)} onStarted={setJob} />}
    </Page>
  );
};

const NoEvents = ({ isFiltered }: { isFiltered: boolean }) => {
  const navigate = route.useNavigate();
  if (!isFiltered)
    return (
      <Empty icon={Activity} title="No event yet">
        Sample data and imports make none. Book a session, by the API for instance: its event stands here at once,
        though nobody subscribes to it.
      </Empty>
    );
  const clear = (): void =>
    void navigate({ search: ({ center, mode }) => ({ center, mode }), replace: true, resetScroll: false });
  return (
    <Empty icon={Activity} title="No event matches" action={<Button onClick={clear}>Clear the filters</Button>}>
      Nothing in the last 30 days fits all of them.
    </Empty>
  );
};
