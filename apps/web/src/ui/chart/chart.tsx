import { type ReactNode, useId, useSyncExternalStore } from "react";

export interface Series<Row> {
  key: keyof Row & string;
  label: string;
  /** One of the four chart colours, in this order: they are told apart by everybody. */
  colour: 1 | 2 | 3 | 4;
}

export interface ChartProps<Row> {
  /** What is drawn, in a sentence: "Attempts by outcome, last 24 hours". */
  label: string;
  rows: readonly Row[];
  series: readonly Series<Row>[];
  /** The text below a row's place, and at the head of its tooltip. */
  nameOf: (row: Row) => string;
  /** A value as text: "84 ms". */
  format?: (value: number) => string;
  height?: number;
}

export const colourOf = (colour: 1 | 2 | 3 | 4): string => `var(--chart-${colour})`;

const stillness = matchMedia("(prefers-reduced-motion: reduce)");

/** Charts do not grow for who asked for stillness. */
export const useMotion = (): boolean =>
  useSyncExternalStore(
    (notify) => {
      stillness.addEventListener("change", notify);
      return () => stillness.removeEventListener("change", notify);
    },
    () => !stillness.matches,
  );

/** Where nothing was measured there is no value, not even 0. */
const textOf = (value: unknown, format: (value: number) => string): string =>
  value === null || value === undefined ? "none" : format(Number(value));

/** A drawing with its legend, and its numbers as a table for those who cannot see it. */
export const ChartFrame = <Row extends object>(props: ChartProps<Row> & { children: ReactNode }) => {
  const { label, rows, series, nameOf, format = String, height = 220, children } = props;
  const id = useId();
  return (
    <figure aria-labelledby={id} className="min-w-0">
      <figcaption id={id} className="sr-only">
        {label}
      </figcaption>
      <ul aria-hidden className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-[13px] text-ink-soft">
        {series.map((one) => (
          <li key={one.key} className="flex items-center gap-1.5">
            <span className="size-2.5 rounded-[3px]" style={{ background: colourOf(one.colour) }} />
            {one.label}
          </li>
        ))}
      </ul>
      <div aria-hidden style={{ height }}>
        {children}
      </div>
      {/* A table takes the width of its cells, whatever it is told: its frame is what is hidden. */}
      <div className="sr-only">
        <table>
          <thead>
            <tr>
              <th scope="col">Time</th>
              {series.map((one) => (
                <th key={one.key} scope="col">
                  {one.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={nameOf(row)}>
                <th scope="row">{nameOf(row)}</th>
                {series.map((one) => (
                  <td key={one.key}>{textOf(row[one.key], format)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
};

interface TooltipItem {
  name?: string | number | undefined;
  value?: unknown;
  color?: string | undefined;
}

export interface ChartTooltipProps {
  active?: boolean;
  label?: unknown;
  payload?: readonly TooltipItem[];
  format: (value: number) => string;
}

/** In the look of the console instead of the library's. */
export const ChartTooltip = ({ active = false, label, payload = [], format }: ChartTooltipProps) =>
  active && payload.length > 0 ? (
    <div className="rounded-lg border border-line bg-surface px-3 py-2 text-[13px] shadow-float">
      <p className="mb-1 font-medium">{String(label)}</p>
      {payload.map((item) => (
        <p key={String(item.name)} className="flex items-center gap-2 text-ink-soft tabular-nums">
          <span className="size-2 rounded-[3px]" style={{ background: item.color }} />
          {item.name}
          <span className="ml-auto pl-4 text-ink">{textOf(item.value, format)}</span>
        </p>
      ))}
    </div>
  ) : null;

export const AXIS = {
  stroke: "var(--line)",
  tick: { fill: "var(--ink-faint)", fontSize: 12 },
  tickLine: false,
} as const;
