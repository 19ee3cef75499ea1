import { useMutation, useQuery } from "@tanstack/react-query";
import { MonitorSmartphone } from "lucide-react";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { ProblemNote } from "../../../ui/note.tsx";
import { Card } from "../../../ui/page.tsx";
import { Skeleton, Unread } from "../../../ui/states.tsx";
import { Ago } from "../../../ui/time.tsx";
import { toast } from "../../../ui/toast.tsx";
import { problemOf } from "../../../lib/problem.ts";
import { type Outputs, useTRPC } from "../../../lib/trpc.ts";
import { revokeOtherSessions } from "../../session/session-api.ts";
import { deviceName } from "./device-name.ts";
import { useAction } from "./use-action.ts";
import { useOwnSession, useRefreshSessions } from "./use-own-session.ts";

type SignIn = Outputs["session"]["list"]["data"][number];

/** Where the person is signed in. */
export const SessionsCard = () => {
  const trpc = useTRPC();
  const query = useQuery(trpc.session.list.queryOptions({}));
  const own = useOwnSession();
  const refresh = useRefreshSessions();
  const { busy, problem, run } = useAction();
  const ended = (said: string): void => {
    toast.done(said);
    refresh();
  };
  const end = useMutation(trpc.session.end.mutationOptions({ onSuccess: () => ended("Session ended") }));
  const endFault = end.error ? problemOf(end.error) : problem;
  const others = query.data?.data.filter(({ id }) => id !== own) ?? [];
  return (
    <Card
      title="Sessions"
      description="Browsers in which you are signed in."
      actions={
        others.length > 0 && (
          <Button
            size="small"
            busy={busy}
            onClick={() => void run(revokeOtherSessions, () => ended("Signed out everywhere else"))}
          >
            Sign out everywhere else
          </Button>
        )
      }
      flush
    >
      {query.isPending && <Skeleton className="m-5 h-10" />}
      <Unread query={query} />
      <ul>
        {query.data?.data.map((session) => (
          <SessionItem
            key={session.id}
            session={session}
            isCurrent={session.id === own}
            onEnd={() => end.mutate({ id: session.id })}
          />
        ))}
      </ul>
      <div className="px-5 pb-4 empty:hidden">{endFault && <ProblemNote problem={endFault} />}</div>
    </Card>
  );
};

interface SessionItemProps {
  session: SignIn;
  isCurrent: boolean;
  onEnd: () => void;
}

const SessionItem = ({ session, isCurrent, onEnd }: SessionItemProps) => (
  <li className="flex items-center gap-3 border-b border-line px-4 py-3 last:border-0 sm:px-5">
    <MonitorSmartphone aria-hidden className="size-5 shrink-0 text-ink-faint" />
    <div className="min-w-0 flex-1">
      <p className="flex flex-wrap items-center gap-2 font-medium">
        {deviceName(session.userAgent)}
        {isCurrent && <Badge tone="ok">This browser</Badge>}
      </p>
      <p className="text-[13px] text-ink-faint">
        {session.ipAddress ?? "unknown address"}, signed in <Ago at={session.createdAt} />
      </p>
    </div>
    {!isCurrent && (
      <Button size="small" onClick={onEnd} aria-label={`Sign out ${deviceName(session.userAgent)}`}>
        Sign out
      </Button>
    )}
  </li>
);
