export interface ProgressBarProps {
  /** From 0 to 1. */
  value: number;
  /** What progresses, for those who do not see it. */
  label: string;
}

/** How far something is. */
export const ProgressBar = ({ value, label }: ProgressBarProps) => (
  <div
    role="progressbar"
    aria-label={label}
    aria-valuenow={Math.round(value * 100)}
    aria-valuemin={0}
    aria-valuemax={100}
    className="h-2 overflow-hidden rounded-full bg-sunken"
  >
    <div
      className="h-full rounded-full bg-accent transition-[width] motion-reduce:transition-none"
      style={{ width: `${value * 100}%` }}
    />
  </div>
);
