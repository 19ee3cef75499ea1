import { useQuery } from "@tanstack/react-query";
import { Ellipsis, UserPlus } from "lucide-react";
import { useMemo, useState } from "react";
import { type Outputs, useTRPC } from "../../../lib/trpc.ts";
import { useWholeList } from "../../../lib/use-list.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button, IconButton } from "../../../ui/button.tsx";
import { type Column, DataTable, rowAction } from "../../../ui/data-table.tsx";
import { Menu, MenuItem } from "../../../ui/menu.tsx";
import { Card, Page } from "../../../ui/page.tsx";
import { Ago } from "../../../ui/time.tsx";
import { type Seat, useSeat } from "../../session/seat.tsx";
import { ChangeRoles } from "./change-roles.tsx";
import { Invitations } from "./invitations.tsx";
import { InviteDialog } from "./invite-dialog.tsx";
import { RemoveMember } from "./remove-member.tsx";
import { isOwnersOnly, roleLabel } from "./roles.ts";

export type Member = Outputs["members"]["list"][number];

/** What is being done to whom. */
type Doing = { kind: "change" | "remove"; member: Member };

/** An admin cannot touch who is above an admin. */
const mayTouch = ({ membership }: Seat, { roles }: Member): boolean =>
  membership.roles.includes("OWNER") || !roles.some(isOwnersOnly);

export const MembersPage = () => {
  const trpc = useTRPC();
  const seat = useSeat();
  const list = useWholeList(useQuery(trpc.members.list.queryOptions({})));
  const [inviting, setInviting] = useState(false);
  const [doing, setDoing] = useState<Doing>();
  const columns = useMemo(() => columnsOf(seat, setDoing), [seat]);
  const invite = seat.can("members.invite") && (
    <Button kind="primary" icon={<UserPlus aria-hidden />} onClick={() => setInviting(true)}>
      Invite a person
    </Button>
  );
  return (
    <Page
      title="Members"
      description="Who works in this center, and as what. Members see the sandbox with the same roles."
      actions={invite}
    >
      <Card flush>
        <DataTable label="Members" list={list} columns={columns} rowId={(member) => member.userId} empty={null} />
      </Card>
      {seat.can("members.invitations") && <Invitations />}
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
      {doing?.kind === "change" && <ChangeRoles member={doing.member} onClose={() => setDoing(undefined)} />}
      {doing?.kind === "remove" && <RemoveMember member={doing.member} onClose={() => setDoing(undefined)} />}
    </Page>
  );
};

const columnsOf = (seat: Seat, act: (doing: Doing) => void): Column<Member>[] => [
  {
    key: "name",
    header: "Person",
    cell: (member) => (
      <div className="min-w-0">
        <p className="font-medium">
          {member.name}
          {member.userId === seat.user.id && <span className="font-normal text-ink-faint"> (you)</span>}
        </p>
        <p className="text-[13px] break-all text-ink-faint">{member.email}</p>
        <p className="mt-1 sm:hidden">
          <Roles member={member} />
        </p>
      </div>
    ),
  },
  { key: "roles", header: "Roles", from: "sm", cell: (member) => <Roles member={member} /> },
  {
    key: "since",
    header: "Joined",
    from: "md",
    cell: (member) => <Ago at={member.createdAt} className="text-ink-soft" />,
  },
  {
    key: "actions",
    header: <span className="sr-only">Actions</span>,
    align: "right",
    className: "w-14",
    cell: (member) => mayTouch(seat, member) && <Actions seat={seat} member={member} act={act} />,
  },
];

const Roles = ({ member }: { member: Member }) => (
  <span className="flex flex-wrap gap-1">
    {member.roles.map((role) => (
      <Badge key={role} tone={role === "OWNER" ? "info" : "quiet"}>
        {roleLabel(role)}
      </Badge>
    ))}
  </span>
);

const Actions = ({ seat, member, act }: { seat: Seat; member: Member; act: (doing: Doing) => void }) => {
  if (!seat.can("members.changeRoles") && !seat.can("members.remove")) return null;
  return (
    <Menu
      trigger={
        <IconButton label={`Actions for ${member.name}`} className={rowAction}>
          <Ellipsis aria-hidden />
        </IconButton>
      }
    >
      {seat.can("members.changeRoles") && (
        <MenuItem onSelect={() => act({ kind: "change", member })}>Change roles…</MenuItem>
      )}
      {seat.can("members.remove") && (
        <MenuItem danger onSelect={() => act({ kind: "remove", member })}>
          Remove from center…
        </MenuItem>
      )}
    </Menu>
  );
};
