import { Mail } from "lucide-react";
import { Page } from "../../ui/page.tsx";
import { useTRPC } from "../../lib/trpc.ts";
import { nextPage, useList } from "../../lib/use-list.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { Empty } from "../../ui/states.tsx";
export const MailboxPage = () => {
  const trpc = useTRPC();
  const list = useList(trpc.mail.list.infiniteQueryOptions({ limit: 50 }, nextPage));
  return (
    <Page title="Mailbox">
      <DataTable
        label="Mail"
        list={list}
        columns={[{ key: "s", header: "Subject", cell: (mail) => mail.subject }]}
        rowId={(m) => m.id}
        empty={<Empty icon={Mail} title="No mail" />}
      />
    </Page>
  );
};
