import { Check, Minus } from "lucide-react";
import { Checkbox as RadixCheckbox, RadioGroup, Switch as RadixSwitch } from "radix-ui";
import { type ReactNode, useId } from "react";
import { cx } from "./class-names.ts";

export interface CheckboxProps {
  label: ReactNode;
  hint?: ReactNode;
  /** `"some"` where it stands for several of which not all are checked. */
  checked: boolean | "some";
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  className?: string;
}

export const Checkbox = ({ label, hint, checked, onChange, disabled = false, className }: CheckboxProps) => {
  const id = useId();
  return (
    <div className={cx("flex items-start gap-2.5", className)}>
      <RadixCheckbox.Root
        id={id}
        checked={checked === "some" ? "indeterminate" : checked}
        onCheckedChange={(next) => onChange(next === true)}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="mt-0.5 grid size-[18px] shrink-0 place-items-center rounded-[5px] border border-line-strong bg-surface text-accent-ink disabled:opacity-60 data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent"
      >
        <RadixCheckbox.Indicator>
          {checked === "some" ? <Minus aria-hidden className="size-3.5" /> : <Check aria-hidden className="size-3.5" />}
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
      <div className="min-w-0">
        <label htmlFor={id} className={cx("block", disabled ? "cursor-not-allowed opacity-60" : "cursor-pointer")}>
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-[13px] text-ink-faint">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
};

export interface RadioOption<Value extends string> {
  value: Value;
  label: ReactNode;
  hint?: ReactNode;
}

export interface RadiosProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly RadioOption<Value>[];
}

/** One of a few, all in sight. */
export const Radios = <Value extends string>({ label, value, onChange, options }: RadiosProps<Value>) => {
  const id = useId();
  return (
    // Only values of our options come back.
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className="grid gap-2.5"
    >
      {options.map((option) => (
        <div key={option.value} className="flex items-start gap-2.5">
          <RadioGroup.Item
            id={`${id}-${option.value}`}
            value={option.value}
            className="mt-0.5 grid size-[18px] shrink-0 place-items-center rounded-full border border-line-strong bg-surface data-[state=checked]:border-accent"
          >
            <RadioGroup.Indicator className="size-2.5 rounded-full bg-accent" />
          </RadioGroup.Item>
          <label htmlFor={`${id}-${option.value}`} className="min-w-0 cursor-pointer">
            {option.label}
            {option.hint !== undefined && <span className="block text-[13px] text-ink-faint">{option.hint}</span>}
          </label>
        </div>
      ))}
    </RadioGroup.Root>
  );
};

export interface SwitchProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export const Switch = ({ label, checked, onChange }: SwitchProps) => (
  <RadixSwitch.Root
    aria-label={label}
    checked={checked}
    onCheckedChange={onChange}
    className="relative h-5 w-9 shrink-0 rounded-full bg-line-strong transition-colors data-[state=checked]:bg-accent"
  >
    <RadixSwitch.Thumb className="block size-4 translate-x-0.5 rounded-full bg-white shadow transition-transform data-[state=checked]:translate-x-[18px]" />
  </RadixSwitch.Root>
);
