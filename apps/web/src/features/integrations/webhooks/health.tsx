import { Skeleton } from "../../../ui/states.tsx";
import { Sparkline } from "../../../ui/sparkline.tsx";
import type { Health } from "./types.ts";

/** "99.8 %"; never 100 while something failed. */
export const rateOf = (delivered: number, failed: number): string | undefined => {
  if (delivered + failed === 0) return undefined;
  const percent = (100 * delivered) / (delivered + failed);
  const shown = failed > 0 ? Math.min(percent, 99.9) : percent;
  return `${shown.toFixed(shown === 100 || shown === 0 ? 0 : 1)} %`;
};

export const SuccessRate = ({ health }: { health: Health | undefined }) => {
  if (!health) return <Skeleton className="w-12" />;
  const rate = rateOf(health.delivered, health.failed);
  if (rate === undefined) return <span className="text-ink-faint">No attempts</span>;
  return <span className="tabular-nums">{rate}</span>;
};

export const HealthLine = ({ health }: { health: Health | undefined }) =>
  health ? (
    <Sparkline
      values={health.hours.map(({ delivered }) => delivered)}
      bad={health.hours.map(({ failed }) => failed)}
      label={`${health.delivered} attempts succeeded and ${health.failed} failed in the last 24 hours`}
    />
  ) : (
    <Skeleton className="h-6 w-24" />
  );
