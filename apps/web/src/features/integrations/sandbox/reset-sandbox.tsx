import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { problemOf } from "../../../lib/problem.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { Button } from "../../../ui/button.tsx";
import { Confirm } from "../../../ui/confirm.tsx";
import { Note } from "../../../ui/note.tsx";
import { Card } from "../../../ui/page.tsx";
import { useSeat } from "../../session/seat.tsx";
import { useChanged } from "./use-changed.ts";

/** Begins the sandbox anew, after the center's name was typed. */
export const ResetSandbox = () => {
  const trpc = useTRPC();
  const changed = useChanged();
  const { center } = useSeat();
  const [asking, setAsking] = useState(false);
  const reset = useMutation(
    trpc.sandbox.reset.mutationOptions({
      onSuccess: async () => {
        setAsking(false);
        await changed();
      },
    }),
  );
  return (
    <Card
      title="Reset to sample data"
      description="Begins anew: fresh sample data, and the clock shows the present again."
    >
      <div className="grid gap-4">
        <div role="status" className="empty:hidden">
          {reset.data && (
            <Note tone="ok" title="The sandbox was reset">
              It holds new sample data, and its clock returned to the present. Ids are new: read them anew.
            </Note>
          )}
        </div>
        <div>
          <Button
            onClick={() => {
              reset.reset();
              setAsking(true);
            }}
          >
            Reset to sample data…
          </Button>
        </div>
      </div>
      {asking && (
        <Confirm
          open
          onClose={() => setAsking(false)}
          title="Reset the sandbox?"
          action="Reset the sandbox"
          typeToConfirm={center.name}
          busy={reset.isPending}
          problem={reset.error ? problemOf(reset.error) : undefined}
          onConfirm={() => reset.mutate({})}
        >
          <p>
            <strong className="font-semibold text-ink">What goes:</strong> every booking, trainee, crew member, device
            and other row of the sandbox, and the days that its clock was moved by. New sample data comes, with new ids.
            No events are fired.
          </p>
          <p>
            <strong className="font-semibold text-ink">What stays:</strong> people, API keys, webhook endpoints, events
            and their deliveries, the mailbox and the audit log. Nothing changes in the live center.
          </p>
          <p>This cannot be undone. It takes some seconds.</p>
        </Confirm>
      )}
    </Card>
  );
};
