import { getRouteApi } from "@tanstack/react-router";
import { Mail } from "lucide-react";
import { useTRPC } from "../../lib/trpc.ts";
import { nextPage, useList } from "../../lib/use-list.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { Card, Page } from "../../ui/page.tsx";
import { Empty } from "../../ui/states.tsx";
import { Ago } from "../../ui/time.tsx";
import { type MailRow, MailState } from "./mail-state.tsx";
import { MailDrawer } from "./mail-drawer.tsx";

const route = getRouteApi("/shell/mailbox");

const COLUMNS: Column<MailRow>[] = [
  {
    key: "subject",
    header: "Subject",
    cell: (mail) => (
      <span className="block min-w-0">
        <span className="block font-medium">{mail.subject}</span>
        <span className="block text-[13px] font-normal break-all text-ink-faint">to {mail.to.join(", ")}</span>
      </span>
    ),
  },
  { key: "state", header: "State", from: "sm", cell: (mail) => <MailState state={mail.state} /> },
  {
    key: "at",
    header: "Written",
    align: "right",
    className: "whitespace-nowrap",
    cell: (mail) => <Ago at={mail.createdAt} className="text-ink-soft" />,
  },
];

/** Mail to the center's operators. Without an SMTP server it is read here only. */
export const MailboxPage = () => {
  const trpc = useTRPC();
  const { open } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useList(trpc.mail.list.infiniteQueryOptions({ limit: 50 }, nextPage));
  const show = (id: string | undefined): void => void navigate({ search: (was) => ({ ...was, open: id }) });
  return (
    <Page
      title="Mailbox"
      description="What was mailed to this center’s operators: endpoints that were switched off, deliveries that failed for good. Where no mail server is set up, it is read here."
    >
      <Card flush>
        <DataTable
          label="Mail"
          list={list}
          columns={COLUMNS}
          rowId={(mail) => mail.id}
          onOpen={(mail) => show(mail.id)}
          openId={open}
          empty={
            <Empty icon={Mail} title="No mail yet">
              You are written to when a webhook endpoint needs you. None does.
            </Empty>
          }
        />
      </Card>
      {open !== undefined && <MailDrawer id={open} list={list} onClose={() => show(undefined)} />}
    </Page>
  );
};
