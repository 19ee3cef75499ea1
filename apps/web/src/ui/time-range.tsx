import { useState } from "react";
import { SINCE, type Span } from "../lib/span.ts";
import { useZone } from "../lib/zone.ts";
import { instantOf, wallTime } from "../lib/zoned.ts";
import { Input } from "./input.tsx";
import { Select } from "./select.tsx";

const ANY = "any";
const BETWEEN = "between";
const OPTIONS = [
  { value: ANY, label: "Any time" },
  { value: "1h", label: "Last hour" },
  { value: "24h", label: "Last 24 hours" },
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
  { value: BETWEEN, label: "Between…" },
] as const;

export interface TimeRangeProps {
  value: Span;
  onChange: (span: Span) => void;
}

const NONE: Span = { since: undefined, from: undefined, to: undefined };

/** A filter by time: back from now, or between two readings of the center's clock. */
export const TimeRange = ({ value, onChange }: TimeRangeProps) => {
  const bounded = value.since === undefined && (value.from ?? value.to) !== undefined;
  const [between, setBetween] = useState(bounded);
  const isBetween = bounded || (between && value.since === undefined);
  return (
    <>
      <Select
        label="Time"
        className="sm:w-40"
        value={isBetween ? BETWEEN : (value.since ?? ANY)}
        options={OPTIONS}
        onChange={(next) => {
          setBetween(next === BETWEEN);
          if (next !== BETWEEN) onChange({ ...NONE, since: SINCE.find((one) => one === next) });
          else if (value.since !== undefined) onChange(NONE);
        }}
      />
      {isBetween && (
        <div className="flex w-full flex-wrap gap-2 sm:w-auto">
          <Bound label="From" value={value.from} onChange={(from) => onChange({ ...value, from })} />
          <Bound label="To" value={value.to} onChange={(to) => onChange({ ...value, to })} />
        </div>
      )}
    </>
  );
};

interface BoundProps {
  label: string;
  value: string | undefined;
  onChange: (at: string | undefined) => void;
}

const Bound = ({ label, value, onChange }: BoundProps) => {
  const zone = useZone();
  // What is typed, until the field is left: whoever listens says it a moment later, and a date that is set while its year
  // is typed begins anew at each digit.
  const [typed, setTyped] = useState<string>();
  return (
    <label className="flex w-full items-center gap-2 text-[13px] text-ink-soft sm:w-auto">
      <span className="max-sm:w-10">{label}</span>
      <Input
        type="datetime-local"
        className="sm:w-52"
        title={`In ${zone}`}
        value={typed ?? (value === undefined ? "" : wallTime(value, zone))}
        onChange={(event) => {
          setTyped(event.target.value);
          onChange(instantOf(event.target.value, zone));
        }}
        onBlur={() => setTyped(undefined)}
      />
    </label>
  );
};
