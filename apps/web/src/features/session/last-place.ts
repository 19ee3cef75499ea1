import { useNavigate } from "@tanstack/react-router";
import { useEffect, useMemo, useState } from "react";
import type { Mode } from "../../lib/trpc-client.ts";
import type { Me } from "./session-state.ts";

const KEY = "last-place";

/** A center and a mode, as addresses name them. */
interface Place {
  center: string | undefined;
  mode: "test" | undefined;
}

/** Keeps where the person is. Storage may be forbidden; then nothing is kept. */
const remember = (user: string, center: string, mode: Mode): void => {
  try {
    localStorage.setItem(KEY, `${user} ${center} ${mode}`);
  } catch {
    // As said.
  }
};

const read = (): string[] => {
  try {
    return localStorage.getItem(KEY)?.split(" ") ?? [];
  } catch {
    return [];
  }
};

/** Where this person was last in this browser, unless that is where an address without a place leads anyway. */
const lastPlaceOf = ({ user, seats }: Me): Place | undefined => {
  const [who, center, mode] = read();
  if (who !== user.id || !seats.some((seat) => seat.center.id === center)) return undefined;
  const place = {
    center: center === seats[0]?.center.id ? undefined : center,
    mode: mode === "test" ? mode : undefined,
  } as const;
  return place.center === undefined && place.mode === undefined ? undefined : place;
};

/** Keeps the place of the tab that is being looked at. */
export const useRememberedPlace = (user: string, center: string, mode: Mode): void => {
  useEffect(() => {
    const keep = (): void => {
      if (document.hasFocus()) remember(user, center, mode);
    };
    keep();
    addEventListener("focus", keep);
    return () => removeEventListener("focus", keep);
  }, [user, center, mode]);
};

/**
 * `/app` alone names nothing: it is typed, or follows signing out, and opens where the person was last. Any other
 * address means what it says, the live center where it says nothing, so that a link opens for everybody what was seen.
 */
let isFrontDoor = /^\/app\/?$/.test(location.pathname) && location.search === "";

/** True while it leads there: nothing of another place is to be shown meanwhile. */
export const useReturn = (me: Me | undefined): boolean => {
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(isFrontDoor);
  const place = useMemo(() => (isOpen && me ? lastPlaceOf(me) : undefined), [isOpen, me]);
  useEffect(() => {
    if (!me || !isOpen) return;
    isFrontDoor = false;
    if (place) void navigate({ to: "/", search: place, replace: true }).then(() => setOpen(false));
    else setOpen(false);
  }, [me, isOpen, place, navigate]);
  return isOpen && place !== undefined;
};
