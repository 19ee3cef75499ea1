import {
  CartesianGrid,
  type DotItemDotProps,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { AXIS, ChartFrame, type ChartProps, ChartTooltip, colourOf, useMotion } from "./chart.tsx";

/** Dashes tell lines apart without colour. */
const DASHES = ["", "5 4", "2 3", "8 3 2 3"];

type Place = Pick<DotItemDotProps, "cx" | "cy" | "index" | "points" | "stroke">;

/** A value between two gaps is no line: without a larger dot nobody would see it. */
const Dot = ({ cx, cy, index, points, stroke }: Place) => {
  if (typeof cx !== "number" || typeof cy !== "number") return null;
  const isAlone = (points[index - 1]?.y ?? points[index + 1]?.y ?? null) === null;
  return <circle cx={cx} cy={cy} r={isAlone ? 3.5 : 2} fill={stroke} />;
};

/** Measures over time; a row without a value leaves a gap. */
export const Lines = <Row extends object>(props: ChartProps<Row>) => {
  const { rows, series, nameOf, format = String } = props;
  const motion = useMotion();
  return (
    <ChartFrame {...props}>
      <ResponsiveContainer width="100%" height="100%">
        <LineChart data={[...rows]} accessibilityLayer={false} margin={{ top: 4, right: 8, bottom: 0, left: 0 }}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey={nameOf} minTickGap={32} {...AXIS} />
          <YAxis axisLine={false} width={56} tickFormatter={(value: number) => format(value)} {...AXIS} />
          <Tooltip content={<ChartTooltip format={format} />} />
          {series.map((one, index) => (
            <Line
              key={one.key}
              dataKey={(row: Row) => row[one.key] ?? null}
              name={one.label}
              type="monotone"
              stroke={colourOf(one.colour)}
              strokeWidth={2}
              strokeDasharray={DASHES[index % DASHES.length] ?? ""}
              dot={Dot}
              isAnimationActive={motion}
              animationDuration={300}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
};
