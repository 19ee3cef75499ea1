import { type ReactNode, useEffect } from "react";
import { cx } from "./class-names.ts";

export interface PageProps {
  /** Also the document's title, unless `documentTitle` says another. */
  title: ReactNode;
  documentTitle?: string;
  description?: ReactNode;
  /** Above the title: the way back. */
  back?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page's head and body. Every page has one. */
export const Page = ({ title, documentTitle, description, back, actions, children }: PageProps) => {
  const name = documentTitle ?? (typeof title === "string" ? title : "AviationAlley");
  useEffect(() => {
    document.title = `${name} · AviationAlley`;
  }, [name]);
  return (
    <div className="grid min-w-0 gap-5">
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          {back}
          <h1 className="text-xl font-semibold tracking-tight break-words">{title}</h1>
          {description !== undefined && <p className="mt-1 max-w-2xl text-ink-soft">{description}</p>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
};

export interface CardProps {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
  footer?: ReactNode;
  /** Without space around the content: for tables. */
  flush?: boolean;
  className?: string;
}

/** A framed part of a page. */
export const Card = ({ title, description, actions, children, footer, flush = false, className }: CardProps) => (
  <section className={cx("min-w-0 overflow-hidden rounded-xl border border-line bg-surface shadow-card", className)}>
    {(title !== undefined || actions !== undefined) && (
      <header className="flex min-h-12 flex-wrap items-center justify-between gap-x-3 gap-y-2 border-b border-line px-4 py-2.5 sm:px-5">
        <div className="min-w-0">
          {title !== undefined && <h2 className="font-semibold">{title}</h2>}
          {description !== undefined && <p className="mt-0.5 text-[13px] text-ink-soft">{description}</p>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
    )}
    <div className={flush ? "" : "px-4 py-4 sm:px-5"}>{children}</div>
    {footer !== undefined && <footer className="border-t border-line bg-canvas/60 px-4 py-3 sm:px-5">{footer}</footer>}
  </section>
);

/** The filters above a list: side by side on a desk, under each other on a phone. */
export const Toolbar = ({ children }: { children: ReactNode }) => (
  <div role="search" className="flex flex-wrap items-center gap-2">
    {children}
  </div>
);

/** Facts of one thing: names on the left, values on the right; under each other on a phone. */
export const Facts = ({ facts }: { facts: readonly (readonly [name: string, value: ReactNode] | undefined)[] }) => (
  <dl className="grid gap-x-6 gap-y-2.5 text-sm sm:grid-cols-[minmax(7rem,max-content)_minmax(0,1fr)]">
    {facts.map(
      (fact) =>
        fact && (
          <div key={fact[0]} className="contents">
            <dt className="text-ink-faint max-sm:-mb-2 max-sm:text-[13px]">{fact[0]}</dt>
            <dd className="min-w-0 break-words">{fact[1]}</dd>
          </div>
        ),
    )}
  </dl>
);
