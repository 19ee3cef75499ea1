export interface SparklineProps {
  /** Oldest first. */
  values: readonly number[];
  /** Parts of the values that went wrong, drawn above in another colour and pattern. */
  bad?: readonly number[];
  /** Says the same in words. */
  label: string;
}

const WIDTH = 96;
const HEIGHT = 24;

/** Small bars without axes; a drawing of a few numbers needs no chart library. */
export const Sparkline = ({ values, bad = [], label }: SparklineProps) => {
  const totals = values.map((value, index) => value + (bad[index] ?? 0));
  const most = Math.max(1, ...totals);
  const step = WIDTH / Math.max(1, values.length);
  const height = (value: number): number => (value === 0 ? 0 : Math.max(1.5, (value / most) * HEIGHT));
  return (
    <svg
      role="img"
      aria-label={label}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="block"
    >
      {values.map((value, index) => {
        const good = height(value);
        const failed = height(bad[index] ?? 0);
        const x = index * step;
        return (
          // Bars keep their place in time.
          <g key={index}>
            {totals[index] === 0 && <rect x={x} y={HEIGHT - 1} width={step - 1} height={1} fill="var(--line)" />}
            <rect x={x} y={HEIGHT - good} width={step - 1} height={good} fill="var(--chart-1)" />
            <rect x={x} y={HEIGHT - good - failed} width={step - 1} height={failed} fill="var(--chart-2)" />
          </g>
        );
      })}
    </svg>
  );
};
