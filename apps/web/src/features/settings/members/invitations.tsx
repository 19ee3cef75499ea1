import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { MailPlus } from "lucide-react";
import { useMemo } from "react";
import { problemOf } from "../../../lib/problem.ts";
import { type Outputs, useTRPC } from "../../../lib/trpc.ts";
import { useWholeList } from "../../../lib/use-list.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { type Column, DataTable, rowAction } from "../../../ui/data-table.tsx";
import { Card } from "../../../ui/page.tsx";
import { Empty } from "../../../ui/states.tsx";
import { Ago } from "../../../ui/time.tsx";
import { toast } from "../../../ui/toast.tsx";
import { useCan } from "../../session/seat.tsx";
import { roleLabel } from "./roles.ts";

type Invitation = Outputs["members"]["invitations"][number];

/** Who was asked and has not answered yet. */
export const Invitations = () => {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const can = useCan();
  const list = useWholeList(useQuery(trpc.members.invitations.queryOptions({})));
  const revoke = useMutation(
    trpc.members.revokeInvitation.mutationOptions({
      onSuccess: async () => {
        toast.done("Invitation revoked");
        await queries.invalidateQueries(trpc.members.pathFilter());
      },
      onError: (error) => toast.failed(problemOf(error)),
    }),
  );
  const mayRevoke = can("members.revokeInvitation");
  const { mutate, isPending, variables } = revoke;
  const columns = useMemo(
    () => columnsOf(mayRevoke, isPending ? variables.id : undefined, (id) => mutate({ id })),
    [mayRevoke, isPending, variables, mutate],
  );
  return (
    <Card title="Open invitations" description="A link is valid for seven days, and once." flush>
      <DataTable
        label="Open invitations"
        list={list}
        columns={columns}
        rowId={(invitation) => invitation.id}
        empty={
          <Empty icon={MailPlus} title="No open invitations">
            Who you invite stands here until the link was used.
          </Empty>
        }
      />
    </Card>
  );
};

const columnsOf = (
  mayRevoke: boolean,
  busyId: string | undefined,
  revoke: (id: string) => void,
): Column<Invitation>[] => [
  {
    key: "email",
    header: "Person",
    cell: (invitation) => (
      <>
        <p className="font-medium break-all">{invitation.email}</p>
        <p className="text-[13px] text-ink-faint">by {invitation.invitedBy}</p>
      </>
    ),
  },
  {
    key: "roles",
    header: "Roles",
    from: "sm",
    cell: (invitation) => (
      <span className="flex flex-wrap gap-1">
        {invitation.roles.map((role) => (
          <Badge key={role}>{roleLabel(role)}</Badge>
        ))}
      </span>
    ),
  },
  {
    key: "expires",
    header: "Expires",
    from: "md",
    cell: (invitation) => <Ago at={invitation.expiresAt} className="text-ink-soft" />,
  },
  {
    key: "actions",
    header: <span className="sr-only">Actions</span>,
    align: "right",
    cell: (invitation) =>
      mayRevoke && (
        <Button
          size="small"
          className={rowAction}
          busy={busyId === invitation.id}
          aria-label={`Revoke the invitation of ${invitation.email}`}
          onClick={() => revoke(invitation.id)}
        >
          Revoke
        </Button>
      ),
  },
];
