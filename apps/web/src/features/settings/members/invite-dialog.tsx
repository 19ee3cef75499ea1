import type { Role } from "@aviationalley/api/lib/roles.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { Button } from "../../../ui/button.tsx";
import { CodeBlock } from "../../../ui/code.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { Field } from "../../../ui/field.tsx";
import { FormDialog } from "../../../ui/form-dialog.tsx";
import { Input } from "../../../ui/input.tsx";
import { Note } from "../../../ui/note.tsx";
import { useSeat } from "../../session/seat.tsx";
import { RolePicker } from "./role-picker.tsx";

/** Asks for address and roles; then shows the link, this once. */
export const InviteDialog = ({ onClose }: { onClose: () => void }) => {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [email, setEmail] = useState("");
  const [roles, setRoles] = useState<Role[]>(["VIEWER"]);
  const invite = useMutation(
    trpc.members.invite.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.members.invitations.pathFilter()),
    }),
  );
  const problem = invite.error ? problemOf(invite.error) : undefined;
  if (invite.data) return <InvitationLink email={invite.data.email} token={invite.data.token} onClose={onClose} />;
  return (
    <FormDialog
      onClose={onClose}
      title="Invite a person"
      width="small"
      submit="Make the invitation"
      onSubmit={() => invite.mutate({ email: email.trim(), roles })}
      busy={invite.isPending}
      disabled={email.trim() === "" || roles.length === 0}
      problem={problem}
    >
      <Field label="Email" error={problem?.fields["email"]}>
        <Input type="email" value={email} onChange={(event) => setEmail(event.target.value)} autoComplete="off" />
      </Field>
      <RolePicker value={roles} onChange={setRoles} />
    </FormDialog>
  );
};

const InvitationLink = ({ email, token, onClose }: { email: string; token: string; onClose: () => void }) => {
  const { membership } = useSeat();
  return (
    <Dialog
      open
      holds
      onClose={onClose}
      title="Send this link"
      description={
        <>
          It lets {email} join {membership.center.name}, once, within seven days.
        </>
      }
      footer={
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <div className="grid gap-4">
        <CodeBlock label="invitation link" code={`${location.origin}/app/invitation#${token}`} wrap />
        <Note tone="warn">The link is shown this once. Who holds it can join: send it to this person only.</Note>
      </div>
    </Dialog>
  );
};
