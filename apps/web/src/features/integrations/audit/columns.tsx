import { Bot, Terminal, UserRound } from "lucide-react";
import type { Column } from "../../../ui/data-table.tsx";
import { Ago } from "../../../ui/time.tsx";
import type { AuditEntry } from "./types.ts";
import { actionWords, subjectName } from "./words.ts";

const KINDS = {
  user: { Icon: UserRound, word: "Person" },
  key: { Icon: Bot, word: "API key" },
  operator: { Icon: Terminal, word: "Operator of the server" },
} as const;

export const Actor = ({ actor: { kind, name } }: Pick<AuditEntry, "actor">) => {
  const { Icon, word } = KINDS[kind];
  return (
    <span className="inline-flex items-center gap-1.5">
      <Icon aria-label={word} className="size-4 shrink-0 text-ink-faint" />
      <span className="min-w-20 wrap-anywhere">{name}</span>
    </span>
  );
};

export const AUDIT_COLUMNS: Column<AuditEntry>[] = [
  {
    key: "action",
    header: "What",
    cell: (entry) => (
      <span className="block min-w-0">
        <span className="block">{actionWords(entry.action)}</span>
        <span className="line-clamp-2 text-[13px] font-normal break-all text-ink-faint">{subjectName(entry)}</span>
        <span className="mt-1 block text-[13px] font-normal text-ink-soft sm:hidden">
          <Actor actor={entry.actor} />
        </span>
      </span>
    ),
  },
  { key: "actor", header: "Who", from: "sm", cell: ({ actor }) => <Actor actor={actor} /> },
  {
    key: "address",
    header: "From",
    from: "lg",
    cell: ({ address }) => <span className="font-mono text-xs text-ink-faint">{address}</span>,
  },
  {
    key: "at",
    header: "When",
    align: "right",
    className: "whitespace-nowrap",
    cell: ({ createdAt }) => <Ago at={createdAt} className="text-ink-soft" />,
  },
];
