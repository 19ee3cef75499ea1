import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTRPC } from "../../../lib/trpc.ts";
import { currentSession } from "../../session/session-api.ts";

const OWN = ["session", "own"] as const;

const currentId = async (): Promise<string | null> => {
  const current = await currentSession();
  return current.ok && current.value ? current.value.session.id : null;
};

/** The id of this browser's session. */
export const useOwnSession = (): string | null | undefined => useQuery({ queryKey: OWN, queryFn: currentId }).data;

/** Reads anew where one is signed in: a new password ends sessions, and may give this browser another. */
export const useRefreshSessions = (): (() => void) => {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return () => {
    void queries.invalidateQueries({ queryKey: OWN });
    void queries.invalidateQueries(trpc.session.list.pathFilter());
  };
};
