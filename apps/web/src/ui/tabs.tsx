import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "./class-names.ts";

/** The look of a tab, for links between pages that look like tabs. */
export const tabLook =
  "relative inline-flex h-10 shrink-0 items-center gap-2 px-1 text-sm font-medium whitespace-nowrap text-ink-soft transition-colors after:absolute after:inset-x-0 after:bottom-0 after:h-0.5 after:rounded-full hover:text-ink data-[state=active]:text-ink data-[state=active]:after:bg-accent data-[status=active]:text-ink data-[status=active]:after:bg-accent";

/** The line on which tabs stand; scrolls sideways where there are too many. */
export const tabListLook = "flex gap-5 overflow-x-auto border-b border-line [scrollbar-width:none]";

export interface TabsProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  tabs: readonly { value: Value; label: ReactNode }[];
  /** What the chosen tab shows. */
  children: ReactNode;
  className?: string;
}

/** Tabs within a page. */
export const Tabs = <Value extends string>({ label, value, onChange, tabs, children, className }: TabsProps<Value>) => (
  // Only values of our tabs come back.
  <Radix.Root value={value} onValueChange={(next) => onChange(next as Value)} className={className}>
    <Radix.List aria-label={label} className={tabListLook}>
      {tabs.map((tab) => (
        <Radix.Trigger key={tab.value} value={tab.value} className={tabLook}>
          {tab.label}
        </Radix.Trigger>
      ))}
    </Radix.List>
    <Radix.Content value={value} className={cx("pt-4")} tabIndex={-1}>
      {children}
    </Radix.Content>
  </Radix.Root>
);

export interface SegmentsProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  segments: readonly { value: Value; label: ReactNode }[];
}

/** A few choices side by side, such as the range of a chart. */
export const Segments = <Value extends string>({ label, value, onChange, segments }: SegmentsProps<Value>) => (
  <div role="group" aria-label={label} className="inline-flex rounded-lg bg-sunken p-0.5">
    {segments.map((segment) => (
      <button
        key={segment.value}
        type="button"
        aria-pressed={segment.value === value}
        onClick={() => onChange(segment.value)}
        className="h-8 rounded-md px-3 text-[13px] font-medium text-ink-soft hover:text-ink aria-pressed:bg-surface aria-pressed:text-ink aria-pressed:shadow-card"
      >
        {segment.label}
      </button>
    ))}
  </div>
);
