import { useState } from "react";
import { Button } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { Input } from "../../../ui/input.tsx";
import { ProblemNote } from "../../../ui/note.tsx";
import { Card } from "../../../ui/page.tsx";
import { toast } from "../../../ui/toast.tsx";
import { useSeat } from "../../session/seat.tsx";
import { changeName } from "../../session/session-api.ts";
import { refreshMe } from "../../session/session-state.ts";
import { useAction } from "./use-action.ts";

export const NameCard = () => {
  const { user } = useSeat();
  const [name, setName] = useState(user.name);
  const { busy, problem, run } = useAction();
  return (
    <Card title="Profile" description={user.email}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void run(
            () => changeName(name.trim()),
            () => {
              toast.done("Name changed");
              refreshMe();
            },
          );
        }}
      >
        <Field label="Name" hint="Stands in the audit log beside what you do." error={problem?.fields["name"]}>
          <Input
            value={name}
            onChange={(event) => setName(event.target.value)}
            required
            maxLength={120}
            autoComplete="name"
          />
        </Field>
        <ProblemNote problem={problem} />
        <div>
          <Button type="submit" busy={busy} disabled={name.trim() === user.name}>
            Save name
          </Button>
        </div>
      </form>
    </Card>
  );
};
