import { useQuery, useQueryClient } from "@tanstack/react-query";
import { MonitorSmartphone } from "lucide-react";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { ProblemNote } from "../../../ui/note.tsx";
import { Card } from "../../../ui/page.tsx";
import { Failed, Skeleton } from "../../../ui/states.tsx";
import { Ago } from "../../../ui/time.tsx";
import { toast } from "../../../ui/toast.tsx";
import { problemOf } from "../../../lib/problem.ts";
import {
  currentSession,
  listSessions,
  type Result,
  revokeOtherSessions,
  revokeSession,
  type SessionRow,
} from "../../session/session-api.ts";
import { deviceName } from "./device-name.ts";
import { useAction } from "./use-action.ts";

const KEY = ["sessions"];

const valueOf = <Value,>(result: Result<Value>): Value => {
  if (result.ok) return result.value;
  throw new Error(result.problem.message);
};

/** Newest first, this one marked. */
const loadSessions = async (): Promise<{ currentId: string | undefined; sessions: SessionRow[] }> => {
  const [current, sessions] = await Promise.all([currentSession(), listSessions()]);
  const sorted = valueOf(sessions).toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  return { currentId: valueOf(current)?.session.id, sessions: sorted };
};

/** Where the person is signed in. What identifies a session is taken by the server's answer and never shown. */
export const SessionsCard = () => {
  const queries = useQueryClient();
  const query = useQuery({ queryKey: KEY, queryFn: loadSessions, gcTime: 0 });
  const { busy, problem, run } = useAction();
  const end = (call: () => Promise<Result<object>>, said: string): void =>
    void run(call, () => {
      toast.done(said);
      void queries.invalidateQueries({ queryKey: KEY });
    });
  const others = query.data?.sessions.filter(({ id }) => id !== query.data.currentId) ?? [];
  return (
    <Card
      title="Sessions"
      description="Browsers in which you are signed in."
      actions={
        others.length > 0 && (
          <Button size="small" busy={busy} onClick={() => end(revokeOtherSessions, "Signed out everywhere else")}>
            Sign out everywhere else
          </Button>
        )
      }
      flush
    >
      {query.isPending && <Skeleton className="m-5 h-10" />}
      {query.error && <Failed problem={problemOf(query.error)} onRetry={() => void query.refetch()} />}
      <ul>
        {query.data?.sessions.map((session) => (
          <SessionItem
            key={session.id}
            session={session}
            isCurrent={session.id === query.data.currentId}
            onEnd={() => end(() => revokeSession(session.token), "Session ended")}
          />
        ))}
      </ul>
      <div className="px-5 pb-4 empty:hidden">{problem && <ProblemNote problem={problem} />}</div>
    </Card>
  );
};

interface SessionItemProps {
  session: SessionRow;
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
        {session.ipAddress || "unknown address"}, signed in <Ago at={session.createdAt} />
      </p>
    </div>
    {!isCurrent && (
      <Button size="small" onClick={onEnd} aria-label={`Sign out ${deviceName(session.userAgent)}`}>
        Sign out
      </Button>
    )}
  </li>
);
