import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { Procedure } from "../../lib/trpc.ts";
import type { Mode } from "../../lib/trpc-client.ts";
import { ZoneContext } from "../../lib/zone.ts";
import type { Me } from "./session-state.ts";

type Membership = Me["seats"][number];

/** Who is here, where, and what they may do. */
export interface Seat {
  user: Me["user"];
  seats: readonly Membership[];
  /** The live center with its roles, in either mode. */
  membership: Membership;
  mode: Mode;
  /** What is shown: the live center, or its sandbox in Test mode. */
  center: Membership["center"];
  /** May this person call the procedure here? The server refuses what this hides. */
  can: (procedure: Procedure) => boolean;
}

const SeatContext = createContext<Seat | undefined>(undefined);

export interface SeatProviderProps {
  me: Me;
  membership: Membership;
  mode: Mode;
  children: ReactNode;
}

export const SeatProvider = ({ me, membership, mode, children }: SeatProviderProps) => {
  const seat = useMemo(() => {
    const allowed: ReadonlySet<string> = new Set(membership.procedures);
    const center = mode === "test" ? membership.sandbox : membership.center;
    return { user: me.user, seats: me.seats, membership, mode, center, can: (name: Procedure) => allowed.has(name) };
  }, [me, membership, mode]);
  return (
    <SeatContext.Provider value={seat}>
      <ZoneContext.Provider value={seat.center.timezone}>{children}</ZoneContext.Provider>
    </SeatContext.Provider>
  );
};

export const useSeat = (): Seat => {
  const seat = useContext(SeatContext);
  if (!seat) throw new Error("useSeat needs a SeatProvider above: only pages behind the sign-in have a seat.");
  return seat;
};

/** `const can = useCan(); can("apiKeys.create")`: shows a button only to who may press it. */
export const useCan = (): Seat["can"] => useSeat().can;
