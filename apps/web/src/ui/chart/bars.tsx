import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import { AXIS, ChartFrame, type ChartProps, ChartTooltip, colourOf, useMotion } from "./chart.tsx";

/** Counts over time, stacked. */
export const Bars = <Row extends object>(props: ChartProps<Row>) => {
  const { rows, series, nameOf, format = String } = props;
  const motion = useMotion();
  return (
    <ChartFrame {...props}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart data={[...rows]} accessibilityLayer={false} margin={{ top: 4, right: 4, bottom: 0, left: -12 }}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis dataKey={nameOf} minTickGap={32} {...AXIS} />
          <YAxis allowDecimals={false} axisLine={false} width={48} {...AXIS} />
          <Tooltip cursor={{ fill: "var(--hover)" }} content={<ChartTooltip format={format} />} />
          {series.map((one) => (
            <Bar
              key={one.key}
              dataKey={(row: Row) => Number(row[one.key] ?? 0)}
              name={one.label}
              stackId="all"
              fill={colourOf(one.colour)}
              isAnimationActive={motion}
              animationDuration={300}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </ChartFrame>
  );
};
