import { useMemo, useState } from "react";
import { Checkbox } from "../../../ui/choice.tsx";
import { Input } from "../../../ui/input.tsx";
import type { EventType } from "./types.ts";

const familyOf = (type: string): string => type.slice(0, type.indexOf("."));

interface Family {
  name: string;
  types: EventType[];
}

const familiesOf = (types: readonly EventType[]): Family[] => {
  const families = new Map<string, EventType[]>();
  for (const one of types) families.set(familyOf(one.type), [...(families.get(familyOf(one.type)) ?? []), one]);
  return [...families].map(([name, those]) => ({ name, types: those }));
};

/** `fa_training` as "Fa training", `booking` as "Booking". */
const inWords = (family: string): string => {
  const words = family.replaceAll(/[_-]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const ALL = "*";

export interface EventPickerProps {
  types: readonly EventType[];
  /** Exact types, families (`booking.*`) and `*`. */
  value: readonly string[];
  onChange: (patterns: string[]) => void;
}

/** Chooses events by family; a whole family also gets what is added to it later. */
export const EventPicker = ({ types, value, onChange }: EventPickerProps) => {
  const [sought, setSought] = useState("");
  const families = useMemo(() => familiesOf(types), [types]);
  const all = value.includes(ALL);
  const chosen = types.filter(({ type }) => all || value.includes(`${familyOf(type)}.*`) || value.includes(type));
  const text = sought.trim().toLowerCase();
  const matches = ({ type, summary }: EventType): boolean => `${type} ${summary}`.toLowerCase().includes(text);
  const found = families
    .map((family) => ({ ...family, shown: family.types.filter(matches) }))
    .filter(({ shown }) => shown.length > 0);
  const allowed = types.every(({ subscribable }) => subscribable);
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Input
          type="search"
          aria-label="Search events"
          placeholder="Search events"
          value={sought}
          onChange={(event) => setSought(event.target.value)}
          className="sm:w-64"
        />
        <p aria-live="polite" className="text-[13px] text-ink-faint tabular-nums">
          {chosen.length} of {types.length} chosen
        </p>
      </div>
      <div className="max-h-80 overflow-y-auto rounded-lg border border-line" tabIndex={-1}>
        {allowed && text === "" && (
          <div className="border-b border-line bg-canvas/60 px-3.5 py-2.5">
            <Checkbox
              label={<span className="font-medium">All events</span>}
              hint="Those too that are added later"
              checked={all}
              onChange={(checked) => onChange(checked ? [ALL] : [])}
            />
          </div>
        )}
        {found.map((family) => (
          <FamilyChoice
            key={family.name}
            family={family}
            shown={family.shown}
            value={value}
            all={all}
            onChange={onChange}
          />
        ))}
        {found.length === 0 && <p className="px-3.5 py-8 text-center text-[13px] text-ink-faint">Nothing matches.</p>}
      </div>
    </div>
  );
};

interface FamilyChoiceProps {
  family: Family;
  shown: readonly EventType[];
  value: readonly string[];
  all: boolean;
  onChange: (patterns: string[]) => void;
}

const FamilyChoice = ({ family, shown, value, all, onChange }: FamilyChoiceProps) => {
  const pattern = `${family.name}.*`;
  const whole = all || value.includes(pattern);
  const ofFamily = family.types.map(({ type }) => type);
  const some = value.filter((one) => ofFamily.includes(one));
  const others = value.filter((one) => one !== pattern && !ofFamily.includes(one));
  const disabled = all || !family.types.every(({ subscribable }) => subscribable);
  const choose = (type: string, checked: boolean): void => {
    const kept = whole ? ofFamily : some;
    onChange([...others, ...(checked ? [...kept, type] : kept.filter((one) => one !== type))]);
  };
  return (
    <div className="border-b border-line px-3.5 py-2.5 last:border-0">
      <Checkbox
        label={
          <span className="font-medium">
            {inWords(family.name)}{" "}
            <span className="font-normal text-ink-faint tabular-nums">
              {whole ? family.types.length : some.length} / {family.types.length}
            </span>
          </span>
        }
        checked={whole ? true : some.length > 0 ? "some" : false}
        onChange={(checked) => onChange(checked ? [...others, pattern] : others)}
        disabled={disabled}
      />
      <div className="mt-1.5 ml-7 grid gap-1.5 lg:grid-cols-2 lg:gap-x-4">
        {shown.map(({ type, summary, subscribable }) => (
          <Checkbox
            key={type}
            label={<span className="font-mono text-[12.5px] break-all">{type}</span>}
            hint={subscribable ? summary : "Confidential: only an owner subscribes to it"}
            checked={whole || value.includes(type)}
            onChange={(checked) => choose(type, checked)}
            disabled={all || !subscribable}
          />
        ))}
      </div>
    </div>
  );
};
