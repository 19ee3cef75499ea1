export interface ProgressProps {
  /** What goes on, and how far it is in words. */
  label: string;
  /** From 0 to 1. */
  value: number;
}

/** How far something is, told in words too. */
export const Progress = ({ label, value }: ProgressProps) => {
  const percent = Math.round(100 * Math.min(1, Math.max(0, value)));
  return (
    <div className="grid gap-1.5">
      <p role="status" className="text-[13px] text-ink-soft tabular-nums">
        {label}
      </p>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        className="h-1.5 overflow-hidden rounded-full bg-sunken"
      >
        <div className="h-full rounded-full bg-accent transition-[width]" style={{ width: `${percent}%` }} />
      </div>
    </div>
  );
};
