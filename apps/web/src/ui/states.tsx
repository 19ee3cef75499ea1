import { CircleAlert, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { type Problem, problemOf } from "../lib/problem.ts";
import { Button } from "./button.tsx";
import { cx } from "./class-names.ts";

export interface EmptyProps {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  /** The next step. */
  action?: ReactNode;
  /** `h1` where it is all that the page has. */
  heading?: "h1" | "h2";
}

/** Where a list has nothing: what would be here, and what to do next. */
export const Empty = ({ icon: Icon, title, children, action, heading: Heading = "h2" }: EmptyProps) => (
  <div className="flex flex-col items-center px-6 py-14 text-center">
    <div className="mb-3 grid size-11 place-items-center rounded-full bg-accent-soft text-accent-text">
      <Icon aria-hidden className="size-5" />
    </div>
    <Heading className="font-semibold">{title}</Heading>
    {children !== undefined && <div className="mt-1 max-w-md text-[13px] text-ink-soft">{children}</div>}
    {action !== undefined && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
  </div>
);

/** Where a page or a list could not be loaded. */
export const Failed = ({ problem, onRetry }: { problem: Problem; onRetry?: () => void }) => (
  <div role="alert" className="flex flex-col items-center px-6 py-14 text-center">
    <div className="mb-3 grid size-11 place-items-center rounded-full bg-bad-soft text-bad-text">
      <CircleAlert aria-hidden className="size-5" />
    </div>
    <h2 className="font-semibold">{problem.title}</h2>
    <p className="mt-1 max-w-md text-[13px] text-ink-soft">{problem.message}</p>
    {onRetry && problem.code !== "not_found" && (
      <Button className="mt-4" onClick={onRetry}>
        Try again
      </Button>
    )}
  </div>
);

export interface UnreadProps {
  query: { data: unknown; error: unknown; refetch: () => unknown };
}

/** Where something could not be read at all. What was read before stays in sight when reading it anew fails. */
export const Unread = ({ query }: UnreadProps) =>
  query.error === null || query.data !== undefined ? null : (
    <Failed problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
  );

/** A grey shape in the size of what is being loaded. */
export const Skeleton = ({ className }: { className?: string }) => (
  <div aria-hidden className={cx("h-4 animate-pulse rounded bg-sunken dark:bg-hover", className)} />
);

/** A whole page being loaded; says so to those who do not see the shapes. */
export const PageSkeleton = () => (
  <div role="status" aria-label="Loading" className="grid gap-4">
    <Skeleton className="h-7 w-48" />
    <Skeleton className="h-4 w-80 max-w-full" />
    <Skeleton className="mt-4 h-64 w-full rounded-xl" />
  </div>
);
