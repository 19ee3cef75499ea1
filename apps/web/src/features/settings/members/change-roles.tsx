import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { FormDialog } from "../../../ui/form-dialog.tsx";
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
    <FormDialog
      onClose={onClose}
      title={`Roles of ${member.name}`}
      description="They hold from the person’s next click on."
      width="small"
      submit="Save roles"
      onSubmit={() => change.mutate({ userId: member.userId, roles })}
      busy={change.isPending}
      disabled={roles.length === 0}
      problem={change.error ? problemOf(change.error) : undefined}
    >
      <RolePicker value={roles} onChange={setRoles} />
    </FormDialog>
  );
};
