import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { ArrowUpRight, Building2, FlaskConical, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { Dialog } from "radix-ui";
import type { ReactNode } from "react";
import { useSeat } from "../session/seat.tsx";
import { signOutHere } from "../session/sign-out.ts";
import { DOCUMENTATION, NAVIGATION } from "./navigation.ts";
import { usePlace } from "./place.ts";
import { setTheme } from "./theme.ts";

/** Everything that can be gone to or done from anywhere, found by typing. */
export const Palette = ({ onClose }: { onClose: () => void }) => {
  const run = (work: () => void) => () => {
    onClose();
    work();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-60 bg-black/45" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12dvh] left-1/2 z-60 w-[calc(100%-1.5rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-xl border border-line bg-surface shadow-float outline-none"
        >
          <Dialog.Title className="sr-only">Search or jump to</Dialog.Title>
          <Command label="Search or jump to" loop>
            <Command.Input
              autoFocus
              placeholder="Search or jump to…"
              className="h-13 w-full border-b border-line bg-transparent px-4 text-base outline-none placeholder:text-ink-faint"
            />
            <Command.List className="max-h-[55dvh] overflow-y-auto p-2">
              <Command.Empty className="py-10 text-center text-ink-faint">Nothing matches.</Command.Empty>
              <Pages run={run} />
              <Places run={run} />
              <Actions run={run} />
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
};

type Run = (work: () => void) => () => void;

const GROUP =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-faint";

const Item = ({
  icon,
  words = "",
  label,
  onSelect,
  hint,
}: {
  icon: ReactNode;
  words?: string;
  label: string;
  onSelect: () => void;
  hint?: ReactNode;
}) => (
  <Command.Item
    value={label}
    keywords={words.split(" ")}
    onSelect={onSelect}
    className="flex min-h-10 cursor-pointer items-center gap-3 rounded-lg px-2.5 text-sm data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent-text [&_svg]:size-[17px] [&_svg]:shrink-0"
  >
    {icon}
    <span className="min-w-0 truncate">{label}</span>
    {hint !== undefined && <span className="ml-auto text-ink-faint">{hint}</span>}
  </Command.Item>
);

const Pages = ({ run }: { run: Run }) => {
  const { can } = useSeat();
  const navigate = useNavigate();
  const open = NAVIGATION.flatMap(({ destinations }) => destinations).filter(
    ({ needs }) => needs === undefined || can(needs),
  );
  return (
    <>
      <Command.Group heading="Pages" className={GROUP}>
        {open.map(({ label, to, icon: Icon, words }) => (
          <Item
            key={to}
            icon={<Icon aria-hidden />}
            label={label}
            {...(words === undefined ? {} : { words })}
            onSelect={run(() => void navigate({ to }))}
          />
        ))}
      </Command.Group>
      <Command.Group heading="Documentation" className={GROUP}>
        {DOCUMENTATION.map(({ label, href, icon: Icon }) => (
          <Item
            key={href}
            icon={<Icon aria-hidden />}
            label={label}
            words="docs documentation help"
            hint={<ArrowUpRight aria-label="(opens a new tab)" />}
            onSelect={run(() => window.open(href, "_blank", "noreferrer"))}
          />
        ))}
      </Command.Group>
    </>
  );
};

const Places = ({ run }: { run: Run }) => {
  const { mode, seats, membership } = useSeat();
  const { toCenter, toMode } = usePlace();
  const others = seats.filter(({ center }) => center.id !== membership.center.id);
  return (
    <Command.Group heading="Center and mode" className={GROUP}>
      <Item
        icon={<FlaskConical aria-hidden />}
        label={mode === "live" ? "Switch to Test mode" : "Switch to Live mode"}
        words="sandbox live test"
        onSelect={run(() => toMode(mode === "live" ? "test" : "live"))}
      />
      {others.map(({ center }) => (
        <Item
          key={center.id}
          icon={<Building2 aria-hidden />}
          label={`Switch to ${center.name}`}
          words="center"
          onSelect={run(() => toCenter(center.id))}
        />
      ))}
    </Command.Group>
  );
};

const Actions = ({ run }: { run: Run }) => (
  <Command.Group heading="Actions" className={GROUP}>
    <Item icon={<Sun aria-hidden />} label="Light theme" words="appearance" onSelect={run(() => setTheme("light"))} />
    <Item icon={<Moon aria-hidden />} label="Dark theme" words="appearance" onSelect={run(() => setTheme("dark"))} />
    <Item
      icon={<Monitor aria-hidden />}
      label="System theme"
      words="appearance"
      onSelect={run(() => setTheme("system"))}
    />
    <Item
      icon={<LogOut aria-hidden />}
      label="Sign out"
      words="log out leave"
      onSelect={run(() => void signOutHere())}
    />
  </Command.Group>
);
