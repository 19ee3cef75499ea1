import type { ReactNode } from "react";
import { cx } from "./class-names.ts";

/** What a colour means everywhere: done well, needs a look, went wrong, under way, of no urgency. */
export type Tone = "ok" | "warn" | "bad" | "info" | "quiet";

const GROUND: Record<Tone, string> = {
  ok: "bg-ok-soft text-ok-text",
  warn: "bg-warn-soft text-warn-text",
  bad: "bg-bad-soft text-bad-text",
  info: "bg-info-soft text-info-text",
  quiet: "bg-sunken text-ink-soft",
};

const DOT: Record<Tone, string> = {
  ok: "bg-ok",
  warn: "bg-warn",
  bad: "bg-bad",
  info: "bg-info",
  quiet: "bg-line-strong",
};

export const Badge = ({
  tone = "quiet",
  className,
  children,
}: {
  tone?: Tone;
  className?: string;
  children: ReactNode;
}) => (
  <span
    className={cx(
      "inline-flex h-[22px] items-center gap-1.5 rounded-md px-2 text-xs font-medium whitespace-nowrap",
      GROUND[tone],
      className,
    )}
  >
    {children}
  </span>
);

/** A state: its word with a dot, so that it is not told by colour alone. */
export const Status = ({ tone, children }: { tone: Tone; children: ReactNode }) => (
  <Badge tone={tone}>
    <StatusDot tone={tone} />
    {children}
  </Badge>
);

/** Beside a word that says the same. */
export const StatusDot = ({ tone, className }: { tone: Tone; className?: string }) => (
  <span aria-hidden className={cx("inline-block size-1.5 shrink-0 rounded-full", DOT[tone], className)} />
);
