import { Outlet } from "@tanstack/react-router";
import { Dialog } from "radix-ui";
import { lazy, Suspense, useEffect, useLayoutEffect, useState } from "react";
import { Toaster } from "../../ui/toast.tsx";
import { TooltipProvider } from "../../ui/tooltip.tsx";
import { useRememberedPlace } from "../session/last-place.ts";
import { SessionGate } from "../session/session-gate.tsx";
import { useSeat } from "../session/seat.tsx";
import { SignInAgain } from "../session/sign-in-again.tsx";
import { Workspace } from "../session/workspace.tsx";
import type { Mode } from "../../lib/trpc-client.ts";
import { useAllPages } from "./all-pages.ts";
import { Allowed } from "./allowed.tsx";
import { OfflineBanner, TestBand } from "./banners.tsx";
import { Sidebar } from "./sidebar.tsx";
import { Topbar } from "./topbar.tsx";

const Palette = lazy(() => import("./palette.tsx").then(({ Palette: default_ }) => ({ default: default_ })));

/** Everything around a page: who is here, where, and the ways to everywhere else. */
export const Shell = ({ center, mode }: { center: string | undefined; mode: Mode }) => (
  <TooltipProvider>
    <SessionGate center={center} mode={mode}>
      <Frame />
    </SessionGate>
    <Toaster />
  </TooltipProvider>
);

const Frame = () => {
  const { user, membership, mode } = useSeat();
  const [menu, setMenu] = useState(false);
  const palette = usePaletteKey();
  // Before it is painted: a sandbox is never seen in the live center's colours.
  useLayoutEffect(() => {
    document.documentElement.dataset["mode"] = mode;
    return () => {
      delete document.documentElement.dataset["mode"];
    };
  }, [mode]);
  const center = membership.center.id;
  useRememberedPlace(user.id, center, mode);
  useAllPages();
  return (
    <div className="min-h-dvh lg:pl-60">
      <a
        href="#main"
        className="sr-only z-80 rounded-lg bg-accent px-4 py-2 font-medium text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <aside className="fixed inset-y-0 left-0 z-40 hidden w-60 border-r border-line bg-surface lg:block">
        <Sidebar />
      </aside>
      <MenuSheet open={menu} onClose={() => setMenu(false)} />
      <header className="sticky top-0 z-30 bg-canvas/90 backdrop-blur">
        <OfflineBanner />
        <TestBand />
        <Topbar onMenu={() => setMenu(true)} onPalette={() => palette.set(true)} />
      </header>
      <main id="main" tabIndex={-1} className="mx-auto max-w-6xl px-4 py-6 outline-none sm:px-6 sm:py-8">
        <Workspace key={`${center} ${mode}`} center={center} mode={mode}>
          <Allowed>
            <Outlet />
          </Allowed>
          <SignInAgain />
        </Workspace>
      </main>
      {palette.open && (
        <Suspense>
          <Palette onClose={() => palette.set(false)} />
        </Suspense>
      )}
    </div>
  );
};

/** The sidebar on a narrow screen. */
const MenuSheet = ({ open, onClose }: { open: boolean; onClose: () => void }) => (
  <Dialog.Root open={open} onOpenChange={(next) => !next && onClose()}>
    <Dialog.Portal>
      <Dialog.Overlay className="fixed inset-0 z-50 bg-black/45 lg:hidden" />
      <Dialog.Content
        aria-describedby={undefined}
        className="fixed inset-y-0 left-0 z-50 w-72 max-w-[85vw] border-r border-line bg-surface shadow-float outline-none data-[state=open]:animate-in data-[state=open]:slide-in-from-left lg:hidden"
      >
        <Dialog.Title className="sr-only">Menu</Dialog.Title>
        <Sidebar onNavigate={onClose} />
      </Dialog.Content>
    </Dialog.Portal>
  </Dialog.Root>
);

/** Ctrl K or ⌘ K, from anywhere. */
const usePaletteKey = () => {
  const [open, set] = useState(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      set((was) => !was);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
  return { open, set };
};
