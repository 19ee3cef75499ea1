import { useMutation, useQueryClient } from "@tanstack/react-query";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { Confirm } from "../../../ui/confirm.tsx";
import { toast } from "../../../ui/toast.tsx";
import type { Member } from "./members-page.tsx";

export const RemoveMember = ({ member, onClose }: { member: Member; onClose: () => void }) => {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const remove = useMutation(
    trpc.members.remove.mutationOptions({
      onSuccess: async () => {
        toast.done(`${member.name} was removed`);
        await queries.invalidateQueries(trpc.members.pathFilter());
        onClose();
      },
    }),
  );
  return (
    <Confirm
      open
      onClose={onClose}
      title={`Remove ${member.name}?`}
      action="Remove"
      busy={remove.isPending}
      problem={remove.error ? problemOf(remove.error) : undefined}
      onConfirm={() => remove.mutate({ userId: member.userId })}
    >
      <p>
        {member.email} loses access to this center and its sandbox at once. API keys that this person made stay valid:
        revoke those that should not.
      </p>
    </Confirm>
  );
};
