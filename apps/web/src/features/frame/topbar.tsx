import { Link } from "@tanstack/react-router";
import { LogOut, MenuIcon, Monitor, Moon, Search, Sun, UserRound } from "lucide-react";
import { IconButton } from "../../ui/button.tsx";
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from "../../ui/menu.tsx";
import { useSeat } from "../session/seat.tsx";
import { signOutHere } from "../session/sign-out.ts";
import { CenterSwitcher, ModeSwitch } from "./switches.tsx";
import { setTheme, useTheme } from "./theme.ts";

export interface TopbarProps {
  onMenu: () => void;
  onPalette: () => void;
}

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

export const Topbar = ({ onMenu, onPalette }: TopbarProps) => (
  <div className="flex h-14 items-center gap-2 border-b border-line px-3 sm:px-5">
    <IconButton label="Open the menu" onClick={onMenu} className="-ml-1 lg:hidden">
      <MenuIcon aria-hidden />
    </IconButton>
    <CenterSwitcher />
    <ModeSwitch />
    <div className="ml-auto flex items-center gap-1.5">
      <button
        type="button"
        onClick={onPalette}
        className="hidden h-9 w-56 items-center gap-2 rounded-lg border border-line bg-surface px-3 text-[13px] text-ink-faint shadow-card hover:border-line-strong md:flex"
      >
        <Search aria-hidden className="size-4" />
        Search or jump to…
        <kbd className="ml-auto rounded border border-line px-1.5 font-sans text-[11px]">
          {isMac ? "⌘ K" : "Ctrl K"}
        </kbd>
      </button>
      <IconButton label="Search or jump to…" onClick={onPalette} className="md:hidden">
        <Search aria-hidden />
      </IconButton>
      <AccountMenu />
    </div>
  </div>
);

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .flatMap((word) => word.at(0)?.toUpperCase() ?? [])
    .slice(0, 2)
    .join("");

const THEMES = [
  { theme: "system", label: "System theme", Icon: Monitor },
  { theme: "light", label: "Light", Icon: Sun },
  { theme: "dark", label: "Dark", Icon: Moon },
] as const;

const AccountMenu = () => {
  const { user } = useSeat();
  const theme = useTheme();
  return (
    <Menu
      trigger={
        <button
          type="button"
          className="grid size-9 shrink-0 place-items-center rounded-full bg-accent-soft text-[13px] font-semibold text-accent-text"
        >
          <span aria-hidden>{initials(user.name)}</span>
          <span className="sr-only">Account of {user.name}</span>
        </button>
      }
    >
      <div className="px-2.5 py-2">
        <p className="font-medium">{user.name}</p>
        <p className="text-[13px] break-all text-ink-faint">{user.email}</p>
      </div>
      <MenuLine />
      <MenuItem asChild>
        <Link to="/settings/account">
          <UserRound aria-hidden />
          Account
        </Link>
      </MenuItem>
      <MenuLine />
      <MenuLabel>Theme</MenuLabel>
      {THEMES.map(({ theme: one, label, Icon }) => (
        <MenuChoice key={one} checked={theme === one} onSelect={() => setTheme(one)}>
          <span className="flex items-center gap-2.5">
            <Icon aria-hidden />
            {label}
          </span>
        </MenuChoice>
      ))}
      <MenuLine />
      <MenuItem icon={<LogOut aria-hidden />} onSelect={() => void signOutHere()}>
        Sign out
      </MenuItem>
    </Menu>
  );
};
