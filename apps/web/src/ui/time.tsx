import { clockTime, dateTime, relative, utc } from "../lib/time.ts";
import { useNow } from "../lib/clock.ts";
import { useZone } from "../lib/zone.ts";
import { Tooltip } from "./tooltip.tsx";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** Seconds matter while something is young; later a tick a minute is enough. */
const beatOf = (at: string): number => (Math.abs(Date.now() - Date.parse(at)) < 2 * MINUTE ? SECOND : MINUTE / 4);

const Both = ({ at, zone }: { at: string; zone: string }) => (
  <span className="grid gap-0.5 tabular-nums">
    <span>
      {dateTime(at, zone)} <span className="opacity-75">{zone}</span>
    </span>
    <span>
      {utc(at)} <span className="opacity-75">UTC</span>
    </span>
  </span>
);

export interface TimeProps {
  /** An ISO 8601 instant. */
  at: string;
  className?: string;
}

/** "3 minutes ago", "in 2 hours": ticks; the exact time in the center's zone and in UTC on hover and focus. */
export const Ago = ({ at, className }: TimeProps) => {
  const zone = useZone();
  const now = useNow(beatOf(at));
  return (
    <Tooltip content={<Both at={at} zone={zone} />}>
      <time dateTime={at} className={className}>
        {relative(Date.parse(at) - now)}
      </time>
    </Tooltip>
  );
};

/** Date and time in the center's zone, UTC on hover. */
export const At = ({ at, className }: TimeProps) => {
  const zone = useZone();
  return (
    <Tooltip content={<Both at={at} zone={zone} />}>
      <time dateTime={at} className={className}>
        {dateTime(at, zone)}
      </time>
    </Tooltip>
  );
};

/** How long until an instant, counting down by the second: "4 min 09 s", "now". */
export const Countdown = ({ at, className }: TimeProps) => {
  const zone = useZone();
  const now = useNow(SECOND);
  return (
    <Tooltip content={<Both at={at} zone={zone} />}>
      <time dateTime={at} className={className}>
        {clockTime(Date.parse(at) - now)}
      </time>
    </Tooltip>
  );
};
