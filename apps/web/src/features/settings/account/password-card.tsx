import { useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { Checkbox } from "../../../ui/choice.tsx";
import { Field } from "../../../ui/field.tsx";
import { ProblemNote } from "../../../ui/note.tsx";
import { Card } from "../../../ui/page.tsx";
import { toast } from "../../../ui/toast.tsx";
import { PasswordInput } from "../../session/password-input.tsx";
import { useSeat } from "../../session/seat.tsx";
import { changePassword } from "../../session/session-api.ts";
import { useAction } from "./use-action.ts";
import { useRefreshSessions } from "./use-own-session.ts";

const SHORTEST = 12;

export const PasswordCard = () => {
  const { user } = useSeat();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [revoke, setRevoke] = useState(true);
  const { busy, problem, run } = useAction();
  const refreshSessions = useRefreshSessions();
  const done = (): void => {
    toast.done("Password changed", revoke ? "Other sessions were signed out." : undefined);
    setCurrent("");
    setNext("");
    refreshSessions();
  };
  return (
    <Card title="Password">
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void run(() => changePassword(current, next, revoke), done);
        }}
      >
        <input type="text" hidden readOnly autoComplete="username" value={user.email} />
        <Field label="Current password">
          <PasswordInput
            required
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.target.value)}
          />
        </Field>
        <Field label="New password" hint="At least 12 characters: a few words in a row are better than one with signs.">
          <PasswordInput
            required
            minLength={SHORTEST}
            maxLength={128}
            autoComplete="new-password"
            value={next}
            onChange={(event) => setNext(event.target.value)}
          />
        </Field>
        <Checkbox label="Sign out everywhere else" checked={revoke} onChange={setRevoke} />
        <ProblemNote problem={problem} />
        <div>
          <Button type="submit" busy={busy} disabled={current === "" || next === ""}>
            Change password
          </Button>
        </div>
      </form>
    </Card>
  );
};
