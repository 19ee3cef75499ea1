import { useNavigate } from "@tanstack/react-router";
import { useSeat } from "../session/seat.tsx";
import type { Mode } from "../../lib/trpc-client.ts";

/** Goes to another center or mode. What is open belongs to the one left: only the list of its kind is kept. */
export const usePlace = () => {
  const navigate = useNavigate();
  const { seats, membership, mode } = useSeat();
  const go = (center: string, next: Mode): void => {
    const isFirst = seats[0]?.center.id === center;
    void navigate({
      to: listOf(location.pathname),
      search: { center: isFirst ? undefined : center, mode: next === "test" ? "test" : undefined },
    });
  };
  return {
    toCenter: (center: string) => go(center, mode),
    toMode: (next: Mode) => go(membership.center.id, next),
  };
};

const ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** The path up to the first id in it, below the console's own. */
const listOf = (path: string): string => {
  const parts = path.replace(/^\/app/, "").split("/");
  const end = parts.findIndex((part) => ID.test(part));
  return (end < 0 ? parts : parts.slice(0, end)).join("/") || "/";
};
