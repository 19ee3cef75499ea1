import { clockTime, dateTime, relative, utc } from "../lib/time.ts";
import { useNow } from "../lib/clock.ts";
import { useZone } from "../lib/zone.ts";
import { cx } from "./class-names.ts";
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

/**
 * "3 minutes ago", "in 2 hours": ticks; the exact time in the center's zone and in UTC on hover. A time has no focus: where
 * the instant itself matters, it stands beside as `ExactTime` or `Utc`.
 */
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

/** Date and time in the center's zone; in UTC on hover, and for those who hear the page. */
export const At = ({ at, className }: TimeProps) => {
  const zone = useZone();
  return (
    <Tooltip content={<Both at={at} zone={zone} />}>
      <time dateTime={at} className={className}>
        {dateTime(at, zone)}
        <span className="sr-only">
          {" "}
          in {zone}, {utc(at)} in UTC
        </span>
      </time>
    </Tooltip>
  );
};

/** An instant in full: in the center's zone and in UTC. */
export const ExactTime = ({ at, className }: TimeProps) => {
  const zone = useZone();
  return (
    <time dateTime={at} className={cx("grid tabular-nums", className)}>
      <span>
        {dateTime(at, zone)} {zone}
      </span>
      <span>{utc(at)} UTC</span>
    </time>
  );
};

/** An instant in UTC, in words that stay: "31 May 2026, 14:03:22 UTC". */
export const Utc = ({ at, className }: TimeProps) => (
  <time dateTime={at} className={cx("tabular-nums", className)}>
    {utc(at)} UTC
  </time>
);

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
