import { Building2, ChevronsUpDown } from "lucide-react";
import type { KeyboardEvent } from "react";
import { cx } from "../../ui/class-names.ts";
import { Menu, MenuChoice, MenuLabel } from "../../ui/menu.tsx";
import { useSeat } from "../session/seat.tsx";
import { usePlace } from "./place.ts";

/** The center's name; a menu where the person works in several. */
export const CenterSwitcher = () => {
  const { membership, seats } = useSeat();
  const { toCenter } = usePlace();
  const look = "flex h-9 min-w-0 items-center gap-2 rounded-lg px-2 text-sm font-semibold";
  const name = <span className="truncate">{membership.center.name}</span>;
  if (seats.length < 2)
    return (
      <span className={look}>
        <Building2 aria-hidden className="size-4 shrink-0 text-ink-faint max-sm:hidden" />
        {name}
      </span>
    );
  return (
    <Menu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={`Center: ${membership.center.name}. Switch center`}
          className={cx(look, "hover:bg-hover")}
        >
          <Building2 aria-hidden className="size-4 shrink-0 text-ink-faint max-sm:hidden" />
          {name}
          <ChevronsUpDown aria-hidden className="size-4 shrink-0 text-ink-faint" />
        </button>
      }
    >
      <MenuLabel>Your centers</MenuLabel>
      {seats.map(({ center, roles }) => (
        <MenuChoice key={center.id} checked={center.id === membership.center.id} onSelect={() => toCenter(center.id)}>
          <span className="block truncate">{center.name}</span>
          <span className="block text-xs text-ink-faint">{roles.join(", ")}</span>
        </MenuChoice>
      ))}
    </Menu>
  );
};

/** Between the real center and its sandbox. */
export const ModeSwitch = () => {
  const { mode } = useSeat();
  const { toMode } = usePlace();
  const look =
    "h-7 rounded-md px-2.5 text-[13px] font-medium text-ink-soft hover:text-ink aria-checked:bg-surface aria-checked:text-ink aria-checked:shadow-card";
  // As with every group of radio buttons: one stop for Tab, arrows within.
  const onKey = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    event.currentTarget.querySelector<HTMLButtonElement>("[aria-checked=false]")?.focus();
    toMode(mode === "live" ? "test" : "live");
  };
  return (
    <div
      role="radiogroup"
      aria-label="Mode"
      onKeyDown={onKey}
      className="inline-flex shrink-0 rounded-lg bg-sunken p-0.5"
    >
      {(["live", "test"] as const).map((one) => (
        <button
          key={one}
          type="button"
          role="radio"
          aria-checked={mode === one}
          tabIndex={mode === one ? 0 : -1}
          onClick={() => mode !== one && toMode(one)}
          className={cx(look, one === "test" && "aria-checked:text-accent-text")}
        >
          {one === "live" ? "Live" : "Test"}
        </button>
      ))}
    </div>
  );
};
