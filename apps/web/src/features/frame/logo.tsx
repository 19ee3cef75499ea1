import { cx } from "../../ui/class-names.ts";

export const Logo = ({ className }: { className?: string }) => (
  <span className={cx("flex items-center gap-2.5 font-semibold tracking-tight text-ink", className)}>
    <svg aria-hidden viewBox="0 0 32 32" className="size-7 shrink-0">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <path d="M6 22.5 16 8l10 14.5-10-4z" fill="var(--accent-ink)" />
    </svg>
    AviationAlley
  </span>
);
