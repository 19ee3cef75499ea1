import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { lazy, Suspense, useMemo } from "react";
import { useTRPC } from "../../../lib/trpc.ts";
import { Card } from "../../../ui/page.tsx";
import { Skeleton, Unread } from "../../../ui/states.tsx";
import { Segments } from "../../../ui/tabs.tsx";
import { rateOf } from "./health.tsx";
import type { TrafficPoint, TrafficRange } from "./types.ts";

const route = getRouteApi("/shell/settings/integrations/webhooks/$endpointId");

const SEGMENTS: { value: TrafficRange; label: string }[] = [
  { value: "1h", label: "1 h" },
  { value: "24h", label: "24 h" },
  { value: "7d", label: "7 d" },
  { value: "30d", label: "30 d" },
];

/** Attempts over time by outcome, and how long they took. */
export const TrafficCard = ({ endpointId }: { endpointId: string }) => {
  const trpc = useTRPC();
  const { range = "24h" } = route.useSearch();
  const navigate = route.useNavigate();
  const traffic = useQuery(
    trpc.webhooks.endpoints.traffic.queryOptions(
      { id: endpointId, range },
      { placeholderData: (was) => was, refetchInterval: 60_000 },
    ),
  );
  return (
    <Card
      title="Attempts"
      actions={
        <Segments
          label="Range of the charts"
          value={range}
          onChange={(next) => void navigate({ search: (was) => ({ ...was, range: next }), resetScroll: false })}
          segments={SEGMENTS}
        />
      }
    >
      {traffic.isPending && <Skeleton className="h-64" />}
      <Unread query={traffic} />
      <Backlog endpointId={endpointId} />
      {traffic.data && <Charts points={traffic.data} range={range} />}
    </Card>
  );
};

const number = (value: number): string => value.toLocaleString("en");

const Figure = ({ value, of }: { value: string; of: string }) => (
  <span className="tabular-nums">
    <strong className="text-lg font-semibold">{value}</strong> <span className="text-[13px] text-ink-soft">{of}</span>
  </span>
);

/** The server counts no further. */
const MOST_COUNTED = 10_000;
const counted = (value: number): string => (value >= MOST_COUNTED ? `${number(MOST_COUNTED)} or more` : number(value));

/** What waits, and what was given up, each leading to its deliveries; nothing where there is neither. */
const Backlog = ({ endpointId }: { endpointId: string }) => {
  const trpc = useTRPC();
  const health = useQuery(trpc.webhooks.endpoints.health.queryOptions({}));
  const mine = health.data?.find((one) => one.endpointId === endpointId);
  if (!mine || (mine.waiting === 0 && mine.failedForGood === 0)) return null;
  return (
    <p className="mb-4 flex flex-wrap gap-x-4 gap-y-1 text-[13px]">
      {mine.waiting > 0 && <span className="text-warn-text">{counted(mine.waiting)} waiting to be delivered</span>}
      {mine.failedForGood > 0 && (
        <Link
          from="/settings/integrations/webhooks/$endpointId"
          search={(was) => ({ ...was, state: "FAILED" as const })}
          resetScroll={false}
          className="text-bad-text underline underline-offset-2"
        >
          {counted(mine.failedForGood)} failed for good
        </Link>
      )}
    </p>
  );
};

const TrafficCharts = lazy(() => import("./traffic-charts.tsx").then((it) => ({ default: it.TrafficCharts })));

const Charts = ({ points, range }: { points: readonly TrafficPoint[]; range: TrafficRange }) => {
  const rows = useMemo(() => points.map((point) => ({ ...point, lost: point.unreachable + point.notSent })), [points]);
  const delivered = rows.reduce((sum, row) => sum + row.delivered, 0);
  const failed = rows.reduce((sum, row) => sum + row.refused + row.timedOut + row.lost, 0);
  if (delivered + failed === 0)
    return <p className="py-10 text-center text-[13px] text-ink-faint">No attempts in this time.</p>;
  return (
    <div className="grid gap-6">
      <p className="flex flex-wrap gap-x-6 gap-y-1">
        <Figure value={rateOf(delivered, failed) ?? ""} of="accepted" />
        <Figure value={number(delivered + failed)} of={delivered + failed === 1 ? "attempt" : "attempts"} />
      </p>
      <Suspense fallback={<Skeleton className="h-64" />}>
        <TrafficCharts rows={rows} range={range} />
      </Suspense>
    </div>
  );
};
