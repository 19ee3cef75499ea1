import { Command } from "cmdk";
import { Check, ChevronsUpDown } from "lucide-react";
import { Popover } from "radix-ui";
import { useState } from "react";
import { cx } from "./class-names.ts";
import { useFieldAttributes } from "./field.tsx";
import type { Option } from "./select.tsx";

export interface ComboboxProps<Value extends string> {
  value: Value | undefined;
  onChange: (value: Value | undefined) => void;
  options: readonly Option<Value>[];
  /** The name, where no Field around it gives one. */
  label: string;
  placeholder?: string;
  /** Offers to choose none, in these words: "All events". */
  none?: string;
  className?: string;
}

/** One of many, found by typing. */
export const Combobox = <Value extends string>(props: ComboboxProps<Value>) => {
  const { value, onChange, options, label, placeholder = "Choose…", none, className } = props;
  const [open, setOpen] = useState(false);
  const chosen = options.find((option) => option.value === value);
  const choose = (next: Value | undefined): void => {
    onChange(next);
    setOpen(false);
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        {...useFieldAttributes({})}
        aria-label={`${label}: ${chosen?.label ?? none ?? placeholder}`}
        className={cx(
          "inline-flex h-9 w-full items-center justify-between gap-2 rounded-lg border border-line-strong/60 bg-surface px-3 text-left text-sm hover:border-line-strong max-sm:h-10 sm:w-56",
          className,
        )}
      >
        <span className={cx("truncate", !chosen && "text-ink-soft")}>{chosen?.label ?? none ?? placeholder}</span>
        <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-faint" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={label}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="z-60 w-72 max-w-[calc(100vw-1rem)] overflow-hidden rounded-lg border border-line bg-surface shadow-float"
        >
          <Command label={label}>
            <Command.Input
              placeholder="Search…"
              className="h-10 w-full border-b border-line bg-transparent px-3 text-sm outline-none max-sm:text-base"
            />
            <Command.List className="max-h-72 overflow-y-auto p-1">
              <Command.Empty className="px-3 py-6 text-center text-[13px] text-ink-faint">
                Nothing matches.
              </Command.Empty>
              {none !== undefined && <Choice label={none} checked={!chosen} onSelect={() => choose(undefined)} />}
              {options.map((option) => (
                <Choice
                  key={option.value}
                  label={option.label}
                  hint={option.hint}
                  checked={option.value === value}
                  onSelect={() => choose(option.value)}
                />
              ))}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
};

interface ChoiceProps {
  label: string;
  hint?: string | undefined;
  checked: boolean;
  onSelect: () => void;
}

const Choice = ({ label, hint, checked, onSelect }: ChoiceProps) => (
  <Command.Item
    value={label}
    onSelect={onSelect}
    className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 py-1.5 text-sm data-[selected=true]:bg-hover"
  >
    <Check aria-hidden className={cx("size-4 shrink-0 text-accent-text", !checked && "invisible")} />
    <span className="min-w-0">
      <span className="block truncate">{label}</span>
      {hint !== undefined && <span className="block text-xs text-ink-faint">{hint}</span>}
    </span>
  </Command.Item>
);
