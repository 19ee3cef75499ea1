import { Drawer } from "../../ui/dialog.tsx";
import { Note } from "../../ui/note.tsx";
import { Facts } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/states.tsx";
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

export const MailDrawer = ({ mail, onClose }: { mail: MailRow | undefined; onClose: () => void }) => (
  <Drawer open onClose={onClose} title={mail?.subject ?? "Mail"} width="medium">
    {mail ? (
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
    ) : (
      <Skeleton className="h-40" />
    )}
  </Drawer>
);
