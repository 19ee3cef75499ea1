import { Link } from "@tanstack/react-router";
import { ScrollText } from "lucide-react";
import type { ReactNode } from "react";
import type { List } from "../../../lib/use-list.ts";
import { Button, buttonLook } from "../../../ui/button.tsx";
import { Code, CodeBlock } from "../../../ui/code.tsx";
import { Drawer } from "../../../ui/dialog.tsx";
import { Card, Facts } from "../../../ui/page.tsx";
import { Empty, Failed, Skeleton } from "../../../ui/states.tsx";
import { At } from "../../../ui/time.tsx";
import { Actor } from "./columns.tsx";
import { SubjectLink } from "./subject-link.tsx";
import type { AuditEntry } from "./types.ts";
import { actionWords, fieldWords, subjectName } from "./words.ts";

export interface EntryDrawerProps {
  id: string;
  list: List<AuditEntry>;
  onClose: () => void;
}

/** One deed with all that was written down of it. */
export const EntryDrawer = ({ id, list, onClose }: EntryDrawerProps) => {
  const entry = list.rows?.find((one) => one.id === id);
  return (
    <Drawer open onClose={onClose} title={entry ? actionWords(entry.action) : "Audit entry"} width="medium">
      {entry ? <EntryBody entry={entry} /> : <NoEntry list={list} />}
    </Drawer>
  );
};

const NoEntry = ({ list }: { list: List<AuditEntry> }) => {
  if (list.problem) return <Failed problem={list.problem} onRetry={list.retry} />;
  if (list.isLoading) return <Skeleton className="h-40" />;
  return (
    <Empty
      icon={ScrollText}
      title="Not among the entries shown"
      action={
        list.hasMore && (
          <Button busy={list.isLoadingMore} onClick={list.loadMore}>
            Load more
          </Button>
        )
      }
    >
      It stands further down, or the filters leave it out.
    </Empty>
  );
};

const EntryBody = ({ entry }: { entry: AuditEntry }) => {
  const { actor, subject, createdAt, address, action, detail } = entry;
  const details = Object.entries(detail);
  return (
    <div className="grid gap-5">
      <Facts
        facts={[
          ["Who", <Actor key="who" actor={actor} />],
          ["When", <At key="at" at={createdAt} />],
          ["From", address ?? <span className="text-ink-faint">The server itself</span>],
          ["Action", <Code key="action">{action}</Code>],
          ["About", <SubjectLink key="about" subject={subject} name={subjectName(entry)} />],
        ]}
      />
      {details.length > 0 && (
        <Card title="Details">
          <Facts
            facts={details.map(([name, value]) => [fieldWords(name), <Value key={name} name={name} value={value} />])}
          />
        </Card>
      )}
      <div className="flex flex-wrap gap-2">
        {actor.id !== null && <Narrow search={{ actor: actor.id }}>All by {actor.name}</Narrow>}
        {subject.id !== null && <Narrow search={{ subject: subject.id }}>All about the same</Narrow>}
      </div>
    </div>
  );
};

const Narrow = ({ search, children }: { search: { actor?: string; subject?: string }; children: ReactNode }) => (
  <Link to="/settings/integrations/audit" search={search} className={buttonLook({ size: "small" })}>
    {children}
  </Link>
);

const isPlain = (value: unknown): value is string | number | boolean =>
  ["string", "number", "boolean"].includes(typeof value);

const Value = ({ name, value }: { name: string; value: unknown }) => {
  if (value === null || value === undefined) return <span className="text-ink-faint">None</span>;
  if (isPlain(value)) return <span className="break-all">{String(value)}</span>;
  if (Array.isArray(value) && value.every(isPlain))
    return <span className="break-words">{value.join(", ") || "None"}</span>;
  return <CodeBlock label={fieldWords(name)} code={JSON.stringify(value, null, 2)} maxHeight="16rem" />;
};
