import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { ProblemNote } from "../../../ui/note.tsx";
import { toast } from "../../../ui/toast.tsx";
import { useSeat } from "../../session/seat.tsx";
import { refreshMe } from "../../session/session-state.ts";
import type { Member } from "./members-page.tsx";
import { RolePicker } from "./role-picker.tsx";

export const ChangeRoles = ({ member, onClose }: { member: Member; onClose: () => void }) => {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { user } = useSeat();
  const [roles, setRoles] = useState(member.roles);
  const change = useMutation(
    trpc.members.changeRoles.mutationOptions({
      onSuccess: async () => {
        toast.done(`Roles of ${member.name} changed`);
        await queries.invalidateQueries(trpc.members.pathFilter());
        // Own roles decide what the frame shows.
        if (member.userId === user.id) refreshMe();
        onClose();
      },
    }),
  );
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Roles of ${member.name}`}
      description="They hold from the person’s next click on."
      width="small"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            kind="primary"
            busy={change.isPending}
            disabled={roles.length === 0}
            onClick={() => change.mutate({ userId: member.userId, roles })}
          >
            Save roles
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <RolePicker value={roles} onChange={setRoles} />
        <ProblemNote problem={change.error ? problemOf(change.error) : undefined} />
      </div>
    </Dialog>
  );
};
