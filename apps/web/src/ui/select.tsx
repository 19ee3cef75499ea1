import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import { cx } from "./class-names.ts";
import { useFieldAttributes } from "./field.tsx";

export interface Option<Value extends string> {
  value: Value;
  label: string;
  hint?: string;
  disabled?: boolean;
}

export interface SelectProps<Value extends string> {
  value: Value | undefined;
  onChange: (value: Value) => void;
  options: readonly Option<Value>[];
  /** The name, where no Field around it gives one. */
  label?: string;
  placeholder?: string;
  className?: string;
  disabled?: boolean;
}

/** One of a few. For many, with search, use Combobox. */
export const Select = <Value extends string>(props: SelectProps<Value>) => {
  const { value, onChange, options, label, placeholder = "Choose…", className, disabled = false } = props;
  return (
    // Radix speaks of texts; only values of our options come back.
    <Radix.Root value={value ?? ""} onValueChange={(next) => onChange(next as Value)} disabled={disabled}>
      <Radix.Trigger
        {...useFieldAttributes({})}
        aria-label={label}
        className={cx(
          "inline-flex h-9 w-full items-center justify-between gap-2 rounded-lg border border-line-strong/60 bg-surface px-3 text-left text-sm text-ink hover:border-line-strong disabled:cursor-not-allowed disabled:opacity-60 aria-invalid:border-bad data-[placeholder]:text-ink-faint max-sm:h-10",
          className,
        )}
      >
        <span className="truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <ChevronDown aria-hidden className="size-4 shrink-0 text-ink-faint" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="z-60 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) overflow-hidden rounded-lg border border-line bg-surface p-1 shadow-float data-[state=open]:animate-in data-[state=open]:fade-in-0"
        >
          <Radix.Viewport>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                className="relative flex min-h-8 cursor-pointer items-center rounded-md py-1.5 pr-3 pl-8 text-sm outline-none select-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover"
              >
                <Radix.ItemIndicator className="absolute left-2">
                  <Check aria-hidden className="size-4 text-accent-text" />
                </Radix.ItemIndicator>
                <span>
                  <Radix.ItemText>{option.label}</Radix.ItemText>
                  {option.hint !== undefined && <span className="block text-xs text-ink-faint">{option.hint}</span>}
                </span>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
};
