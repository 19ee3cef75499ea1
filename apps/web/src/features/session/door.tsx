import { type ReactNode, useEffect } from "react";
import { Logo } from "../frame/logo.tsx";

export interface DoorProps {
  title: string;
  description?: ReactNode;
  children: ReactNode;
  below?: ReactNode;
}

/** The frame of the pages before one is signed in. */
export const Door = ({ title, description, children, below }: DoorProps) => {
  useEffect(() => {
    document.title = `${title} · AviationAlley`;
  }, [title]);
  return (
    <div className="flex min-h-dvh flex-col items-center justify-center px-4 py-10">
      <main className="w-full max-w-sm">
        <Logo className="mb-6 justify-center" />
        <div className="rounded-2xl border border-line bg-surface p-6 shadow-card sm:p-7">
          <h1 className="text-lg font-semibold tracking-tight">{title}</h1>
          {description !== undefined && <p className="mt-1 text-ink-soft">{description}</p>}
          <div className="mt-5">{children}</div>
        </div>
        {below !== undefined && <div className="mt-5 text-center text-[13px] text-ink-soft">{below}</div>}
        <nav aria-label="Documentation" className="mt-5 flex justify-center gap-5 text-[13px]">
          <a href="/docs/api" className="text-accent-text hover:underline">
            API reference
          </a>
          <a href="/docs/webhooks" className="text-accent-text hover:underline">
            Webhooks
          </a>
        </nav>
      </main>
    </div>
  );
};
