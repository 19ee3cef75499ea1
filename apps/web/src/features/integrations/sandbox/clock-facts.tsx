import { dateTime, utc } from "../../../lib/time.ts";
import { useNow } from "../../../lib/clock.ts";
import { useZone } from "../../../lib/zone.ts";
import { Badge } from "../../../ui/badge.tsx";
import type { Sandbox } from "./types.ts";
import { aheadWords } from "./days.ts";

const SECOND_MS = 1_000;

/** What a sandbox's clock shows at this second: the real time, and as much as it was moved ahead. */
export const useSandboxNow = ({ clockOffsetSeconds }: Pick<Sandbox, "clockOffsetSeconds">): string =>
  new Date(useNow(SECOND_MS) + clockOffsetSeconds * SECOND_MS).toISOString();

/** The clock, ticking, in the center's zone and in UTC. */
export const ClockFacts = ({ sandbox }: { sandbox: Sandbox }) => {
  const zone = useZone();
  const now = useSandboxNow(sandbox);
  const ahead = aheadWords(sandbox.clockOffsetSeconds);
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <time dateTime={now} aria-label="The sandbox’s clock" role="timer" className="min-w-0 tabular-nums">
        <span className="block text-lg font-semibold tracking-tight sm:text-xl">{dateTime(now, zone)}</span>
        <span className="block text-[13px] text-ink-faint">
          {zone} · {utc(now)} UTC
        </span>
      </time>
      {ahead === undefined ? <Badge>Shows the real time</Badge> : <Badge tone="info">{ahead} ahead of real time</Badge>}
    </div>
  );
};
