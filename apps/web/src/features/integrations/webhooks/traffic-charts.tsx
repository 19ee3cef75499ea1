import { useMemo } from "react";
import { duration } from "../../../lib/time.ts";
import { useZone } from "../../../lib/zone.ts";
import { Bars } from "../../../ui/chart/bars.tsx";
import type { Series } from "../../../ui/chart/chart.tsx";
import { Lines } from "../../../ui/chart/lines.tsx";
import type { TrafficRange, TrafficRow } from "./types.ts";

const OUTCOMES: Series<TrafficRow>[] = [
  { key: "delivered", label: "Delivered", colour: 1 },
  { key: "refused", label: "Refused", colour: 2 },
  { key: "timedOut", label: "No answer in time", colour: 4 },
  { key: "lost", label: "Not reached", colour: 3 },
];

const LATENCIES: Series<TrafficRow>[] = [
  { key: "p50", label: "Half within (p50)", colour: 1 },
  { key: "p95", label: "95 % within (p95)", colour: 2 },
];

const isShort = (range: TrafficRange): boolean => range === "1h" || range === "24h";

const nameIn = (zone: string, range: TrafficRange): ((row: TrafficRow) => string) => {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    ...(isShort(range) ? {} : { day: "numeric", month: "short" }),
  });
  return ({ at }) => format.format(new Date(at));
};

/** In a file of its own, loaded after the page: the chart library must not hold up what is read first. */
export const TrafficCharts = ({ rows, range }: { rows: readonly TrafficRow[]; range: TrafficRange }) => {
  const zone = useZone();
  const nameOf = useMemo(() => nameIn(zone, range), [zone, range]);
  return (
    <div className="grid min-w-0 gap-6 lg:grid-cols-2">
      <Bars label="Attempts by outcome" rows={rows} series={OUTCOMES} nameOf={nameOf} height={200} />
      <Lines
        label="How long attempts took"
        rows={rows}
        series={LATENCIES}
        nameOf={nameOf}
        format={duration}
        height={200}
      />
    </div>
  );
};
