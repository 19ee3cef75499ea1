import { useLocation } from "@tanstack/react-router";
import { LockKeyhole } from "lucide-react";
import type { ReactNode } from "react";
import { Empty } from "../../ui/states.tsx";
import { useCan } from "../session/seat.tsx";
import { needOf } from "./navigation.ts";

/** The page, to whom the server would show its rows; to others a word on who may, and nothing is asked of the server. */
export const Allowed = ({ children }: { children: ReactNode }) => {
  const can = useCan();
  const need = needOf(useLocation({ select: ({ pathname }) => pathname }));
  if (need === undefined || can(need)) return children;
  return (
    <Empty icon={LockKeyhole} heading="h1" title="Your role does not open this page">
      Owners and admins of this center do. Ask one of them for what you need, or to give you another role.
    </Empty>
  );
};
