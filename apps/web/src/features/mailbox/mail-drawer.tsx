import { Mail } from "lucide-react";
import { useEffect } from "react";
import type { List } from "../../lib/use-list.ts";
import { Drawer } from "../../ui/dialog.tsx";
import { Note } from "../../ui/note.tsx";
import { Facts } from "../../ui/page.tsx";
import { Empty, Failed, Skeleton } from "../../ui/states.tsx";
import { At } from "../../ui/time.tsx";
import { type MailRow, MailState } from "./mail-state.tsx";

const ADDRESS = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/;

/** Addresses of our own become links; those of others stay text. */
const Linked = ({ text }: { text: string }) =>
  text.split(ADDRESS).map((part, index) =>
    part.startsWith(`${location.origin}/`) ? (
      // The parts of a text keep their order.
      <a key={index} href={part} className="break-all text-accent-text underline">
        {part}
      </a>
    ) : (
      part
    ),
  );

export interface MailDrawerProps {
  id: string;
  list: List<MailRow>;
  onClose: () => void;
}

/** One mail as it was written. */
export const MailDrawer = ({ id, list, onClose }: MailDrawerProps) => {
  const mail = list.rows?.find((one) => one.id === id);
  // A link may lead to a mail that stands further down than the list was read.
  const readOn = !mail && list.hasMore && !list.isLoadingMore && !list.problem;
  const { loadMore } = list;
  useEffect(() => {
    if (readOn) loadMore();
  }, [readOn, loadMore]);
  return (
    <Drawer open onClose={onClose} title={mail?.subject ?? "Mail"} width="medium">
      {mail ? <MailBody mail={mail} /> : <NoMail list={list} />}
    </Drawer>
  );
};

const NoMail = ({ list }: { list: List<MailRow> }) => {
  if (list.problem) return <Failed problem={list.problem} onRetry={list.retry} />;
  if (list.isLoading || list.hasMore) return <Skeleton className="h-40" />;
  return (
    <Empty icon={Mail} title="There is no such mail here">
      Mail is kept for 90 days, each center’s and its sandbox’s apart.
    </Empty>
  );
};

const MailBody = ({ mail }: { mail: MailRow }) => (
  <div className="grid gap-5">
    <Facts
      facts={[
        ["To", mail.to.join(", ")],
        ["State", <MailState key="state" state={mail.state} />],
        ["Written", <At key="at" at={mail.createdAt} />],
        mail.settledAt === null ? undefined : ["Settled", <At key="settled" at={mail.settledAt} />],
      ]}
    />
    {mail.error !== null && (
      <Note tone="bad" title="It could not be sent">
        {mail.error}
      </Note>
    )}
    <p className="rounded-lg border border-line bg-code p-4 leading-relaxed break-words whitespace-pre-wrap">
      <Linked text={mail.text} />
    </p>
  </div>
);
