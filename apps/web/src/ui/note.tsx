import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Problem } from "../lib/problem.ts";
import type { Tone } from "./badge.tsx";
import { cx } from "./class-names.ts";

const LOOK: Record<Tone, { ground: string; Icon: typeof Info }> = {
  ok: { ground: "border-ok/35 bg-ok-soft text-ok-text", Icon: CircleCheck },
  warn: { ground: "border-warn/40 bg-warn-soft text-warn-text", Icon: TriangleAlert },
  bad: { ground: "border-bad/35 bg-bad-soft text-bad-text", Icon: CircleAlert },
  info: { ground: "border-info/30 bg-info-soft text-info-text", Icon: Info },
  quiet: { ground: "border-line bg-sunken text-ink-soft", Icon: Info },
};

export interface NoteProps {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  /** A button at its end. */
  action?: ReactNode;
  className?: string;
}

/** A framed remark within a page or a form. */
export const Note = ({ tone = "info", title, children, action, className }: NoteProps) => {
  const { ground, Icon } = LOOK[tone];
  return (
    <div className={cx("flex items-start gap-2.5 rounded-lg border px-3.5 py-2.5 text-[13px]", ground, className)}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="flex min-w-0 flex-1 flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-[1_1_14rem] break-words">
          {title !== undefined && <p className="font-semibold">{title}</p>}
          {children}
        </div>
        {action}
      </div>
    </div>
  );
};

/** Why something failed, read out as it appears; nothing where nothing did. */
export const ProblemNote = ({ problem, action }: { problem: Problem | undefined; action?: ReactNode }) => (
  <div role="alert" className="empty:hidden">
    {problem && (
      <Note tone="bad" title={problem.title} action={action}>
        {problem.message}
      </Note>
    )}
  </div>
);
