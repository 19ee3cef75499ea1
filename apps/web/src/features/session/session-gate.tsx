import { useQuery } from "@tanstack/react-query";
import { Building2, LogOut } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { setServerTime } from "../../lib/clock.ts";
import { problemOf } from "../../lib/problem.ts";
import type { Mode } from "../../lib/trpc-client.ts";
import { Button } from "../../ui/button.tsx";
import { Empty, Failed } from "../../ui/states.tsx";
import { FrameSkeleton } from "../frame/frame-skeleton.tsx";
import { useReturn } from "./last-place.ts";
import { SeatProvider } from "./seat.tsx";
import { signOutHere } from "./sign-out.ts";
import { frameQueries, loadMe, ME, type Me, sessionEnded } from "./session-state.ts";
import { SignInPage } from "./sign-in-page.tsx";

/** Often enough to keep a session alive that is only looked at. */
const RENEW_MS = 10 * 60_000;

export interface SessionGateProps {
  /** The live center that the address names; the one joined first where it names none. */
  center: string | undefined;
  mode: Mode;
  children: ReactNode;
}

/** Lets in who is signed in; shows the sign-in page, at the same address, to everybody else. */
export const SessionGate = ({ center, mode, children }: SessionGateProps) => {
  const me = useQuery({ queryKey: ME, queryFn: loadMe, refetchInterval: RENEW_MS }, frameQueries);
  // Once in, a page stays as it is when the session ends: SignInAgain asks on top of it.
  const known = useLast(me.data);
  const now = me.data?.seats[0]?.center.now;
  useEffect(() => {
    if (me.data === null && known) sessionEnded();
  }, [me.data, known]);
  useEffect(() => {
    if (now !== undefined) setServerTime(now);
  }, [now]);
  const isReturning = useReturn(known);
  if (isReturning) return <FrameSkeleton />;
  if (known) {
    const membership = center === undefined ? known.seats[0] : known.seats.find((seat) => seat.center.id === center);
    if (!membership) return <NoSeat />;
    return (
      <SeatProvider me={known} membership={membership} mode={mode}>
        {children}
      </SeatProvider>
    );
  }
  if (me.isPending) return <FrameSkeleton />;
  if (me.data === null) return <SignInPage />;
  const problem = problemOf(me.error);
  if (problem.code === "unauthenticated") return <SignInPage />;
  if (problem.code === "not_found") return <NoSeat />;
  return (
    <main className="grid min-h-dvh place-items-center">
      <Failed problem={problem} onRetry={() => void me.refetch()} />
    </main>
  );
};

/** The person last seen here; forgotten with the document only. */
const useLast = (me: Me | null | undefined): Me | undefined => {
  const [last, setLast] = useState<Me>();
  if (me && me !== last) setLast(me);
  return me ?? last;
};

/** Signed in, but no member: of any center, or of the one in the address. */
const NoSeat = () => (
  <main className="grid min-h-dvh place-items-center">
    <Empty
      icon={Building2}
      heading="h1"
      title="You are not a member of this center"
      action={
        <>
          <Button kind="primary" onClick={() => location.replace("/app/")}>
            Open my centers
          </Button>
          <Button icon={<LogOut aria-hidden />} onClick={() => void signOutHere()}>
            Sign out
          </Button>
        </>
      }
    >
      Ask one of its owners to invite you, or sign in with another account.
    </Empty>
  </main>
);
