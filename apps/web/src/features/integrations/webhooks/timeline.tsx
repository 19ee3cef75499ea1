import { duration } from "../../../lib/time.ts";
import { cx } from "../../../ui/class-names.ts";
import { Ago } from "../../../ui/time.tsx";
import { outcomeWords } from "./states.tsx";
import type { Attempt } from "./types.ts";
import { Until } from "./until.tsx";

export interface TimelineProps {
  /** The latest first. */
  attempts: readonly Attempt[];
  /** When the next one is; null when there is none. */
  nextAt: string | null;
  /** The number of the one that is shown. */
  chosen: number | undefined;
  onChoose: (number: number) => void;
}

const Dot = ({ className }: { className: string }) => (
  <span
    aria-hidden
    className={cx("absolute top-3.5 -left-[5px] size-2.5 rounded-full ring-4 ring-surface", className)}
  />
);

/** Attempts on a line of time, the next one counting down above them. */
export const Timeline = ({ attempts, nextAt, chosen, onChoose }: TimelineProps) => (
  <ol className="ml-1.5 border-l-2 border-line">
    {nextAt !== null && (
      <li className="relative py-2 pl-5">
        <Dot className="animate-pulse bg-info motion-reduce:animate-none" />
        Next attempt <Until at={nextAt} />
      </li>
    )}
    {attempts.map((attempt) => (
      <li key={attempt.number} className="relative pl-3">
        <Dot className={attempt.outcome === "delivered" ? "bg-ok" : "bg-bad"} />
        <button
          type="button"
          aria-pressed={attempt.number === chosen}
          onClick={() => onChoose(attempt.number)}
          className="flex w-full flex-wrap items-baseline gap-x-3 rounded-lg px-2 py-2 text-left hover:bg-hover aria-pressed:bg-accent-soft"
        >
          <span className="text-ink-faint tabular-nums">#{attempt.number}</span>
          <span className="font-medium">{outcomeWords(attempt.outcome, attempt.status)}</span>
          <span className="text-[13px] text-ink-soft tabular-nums">{duration(attempt.durationMs)}</span>
          <Ago at={attempt.startedAt} className="ml-auto text-[13px] text-ink-faint" />
          {attempt.error !== null && (
            <span className="w-full text-[13px] break-words text-bad-text">{attempt.error}</span>
          )}
        </button>
      </li>
    ))}
    {attempts.length === 0 && nextAt === null && (
      <li className="py-2 pl-5 text-[13px] text-ink-faint">No attempt yet.</li>
    )}
  </ol>
);
