import { Link } from "@tanstack/react-router";
import { ArrowUpRight } from "lucide-react";
import { useCan } from "../session/seat.tsx";
import { Logo } from "./logo.tsx";
import { DOCUMENTATION, NAVIGATION } from "./navigation.ts";

const ITEM =
  "flex h-9 items-center gap-2.5 rounded-lg px-2.5 text-sm font-medium text-ink-soft transition-colors hover:bg-hover hover:text-ink data-[status=active]:bg-accent-soft data-[status=active]:text-accent-text [&_svg]:size-[17px] [&_svg]:shrink-0";

/** The pages that this person may open. In the sheet of a phone, `onNavigate` closes it. */
export const Sidebar = ({ onNavigate }: { onNavigate?: () => void }) => {
  const can = useCan();
  return (
    <div className="flex h-full flex-col overflow-y-auto px-3 py-4">
      <Link to="/" className="mb-5 rounded-lg px-1.5" {...(onNavigate ? { onClick: onNavigate } : {})}>
        <Logo />
      </Link>
      <nav aria-label="Main" className="grid gap-5">
        {NAVIGATION.map(({ label, destinations }) => {
          const open = destinations.filter(({ needs }) => needs === undefined || can(needs));
          if (open.length === 0) return null;
          return (
            <div key={label ?? "top"}>
              {label !== undefined && <h2 className="mb-1 px-2.5 text-xs font-medium text-ink-faint">{label}</h2>}
              <ul className="grid gap-0.5">
                {open.map(({ label: name, to, icon: Icon }) => (
                  <li key={to}>
                    <Link
                      to={to}
                      activeOptions={{ exact: to === "/", includeSearch: false }}
                      className={ITEM}
                      {...(onNavigate ? { onClick: onNavigate } : {})}
                    >
                      <Icon aria-hidden />
                      {name}
                    </Link>
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </nav>
      <nav aria-label="Documentation" className="mt-auto pt-6">
        <h2 className="mb-1 px-2.5 text-xs font-medium text-ink-faint">Documentation</h2>
        <ul className="grid gap-0.5">
          {DOCUMENTATION.map(({ label, href, icon: Icon }) => (
            <li key={href}>
              <a href={href} target="_blank" rel="noreferrer" className={ITEM}>
                <Icon aria-hidden />
                {label}
                <ArrowUpRight aria-label="(opens a new tab)" className="ml-auto text-ink-faint" />
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
};
