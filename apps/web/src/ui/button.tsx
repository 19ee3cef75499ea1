import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./class-names.ts";

/** The look of a button, for links that act as one: `<Link className={buttonLook({ kind: "primary" })}>`. */
export const buttonLook = cva(
  "inline-flex shrink-0 items-center justify-center gap-2 rounded-lg border font-medium whitespace-nowrap transition-colors select-none disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      kind: {
        primary: "border-transparent bg-accent text-accent-ink shadow-card hover:bg-accent-hover",
        secondary: "border-line bg-surface text-ink shadow-card hover:bg-hover",
        ghost: "border-transparent text-ink-soft hover:bg-hover hover:text-ink",
        danger: "border-transparent bg-bad text-white shadow-card hover:bg-bad-hover dark:text-[#1d0503]",
      },
      size: { small: "h-8 px-2.5 text-[13px]", medium: "h-9 px-3.5 text-sm", large: "h-11 px-5 text-sm" },
    },
    defaultVariants: { kind: "secondary", size: "medium" },
  },
);

export type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof buttonLook> & {
    /** While it works: shows a spinner, ignores clicks, and keeps the focus. */
    busy?: boolean;
    icon?: ReactNode;
  };

export const Button = ({ kind, size, busy = false, icon, className, children, onClick, ...rest }: ButtonProps) => (
  <button
    type="button"
    {...rest}
    aria-busy={busy || undefined}
    aria-disabled={busy || undefined}
    onClick={busy ? (event) => event.preventDefault() : onClick}
    className={cx(buttonLook({ kind, size }), className)}
  >
    {busy ? <LoaderCircle aria-hidden className="animate-spin" /> : icon}
    {children}
  </button>
);

export type IconButtonProps = ComponentProps<"button"> & { label: string; children: ReactNode };

/** A button that shows an icon only; `label` is its name for those who do not see it. */
export const IconButton = ({ label, className, children, ...rest }: IconButtonProps) => (
  <button
    type="button"
    title={label}
    {...rest}
    aria-label={label}
    className={cx(
      "inline-flex size-9 shrink-0 items-center justify-center rounded-lg text-ink-soft transition-colors hover:bg-hover hover:text-ink disabled:cursor-not-allowed disabled:opacity-50 [&_svg]:size-[18px]",
      className,
    )}
  >
    {children}
  </button>
);
