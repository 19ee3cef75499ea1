import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { problemOf } from "../../../lib/problem.ts";
import { dateTime } from "../../../lib/time.ts";
import { useTRPC } from "../../../lib/trpc.ts";
import { useZone } from "../../../lib/zone.ts";
import { Button, buttonLook } from "../../../ui/button.tsx";
import { Field } from "../../../ui/field.tsx";
import { Input } from "../../../ui/input.tsx";
import { Note, ProblemNote } from "../../../ui/note.tsx";
import { Card } from "../../../ui/page.tsx";
import { useSandboxNow } from "./clock-facts.tsx";
import { daysOf, daysWords, plusDays } from "./days.ts";
import type { Sandbox } from "./types.ts";
import { useChanged } from "./use-changed.ts";

const QUICK = [1, 10, 30];
const WRONG = "Type a whole number of days, from 1 to 3650.";

/** Lets days pass in the sandbox. */
export const MoveClock = ({ sandbox }: { sandbox: Sandbox }) => {
  const trpc = useTRPC();
  const zone = useZone();
  const now = useSandboxNow(sandbox);
  const changed = useChanged();
  const [typed, setTyped] = useState("10");
  const [refused, setRefused] = useState(false);
  // A move that fails half-way stands where it stopped: what is shown is read anew then too.
  const move = useMutation(trpc.sandbox.advanceClock.mutationOptions({ onSettled: changed }));
  const days = daysOf(typed);
  // A word on the last move, while the clock stands where it was left: not after a reset.
  const moved = move.data?.clockOffsetSeconds === sandbox.clockOffsetSeconds ? move.data : undefined;
  const type = (next: string): void => {
    setTyped(next);
    setRefused(false);
  };
  const submit = (): void => {
    if (move.isPending) return;
    setRefused(days === undefined);
    if (days !== undefined) move.mutate({ to: plusDays(now, days) });
  };
  return (
    <Card
      title="Move the clock forward"
      description="What falls due in these days happens, in order: reminders, expiries, what becomes overdue. Each fires its events, which your endpoints receive."
    >
      <form
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field
          label="Days"
          hint={
            days === undefined
              ? "The clock goes forward only. A reset returns it to the present."
              : `Moved by ${daysWords(days)}, it will show ${dateTime(plusDays(now, days), zone)}. It goes forward only; a reset returns it to the present.`
          }
          error={refused ? WRONG : undefined}
        >
          <div className="flex flex-wrap items-center gap-2">
            <Input
              className="sm:max-w-32"
              inputMode="numeric"
              autoComplete="off"
              value={typed}
              readOnly={move.isPending}
              onChange={(event) => type(event.target.value)}
            />
            <div role="group" aria-label="Quick choices" className="flex flex-wrap gap-2">
              {QUICK.map((one) => (
                <Button
                  key={one}
                  className="aria-pressed:border-accent aria-pressed:text-accent-text"
                  aria-pressed={days === one}
                  disabled={move.isPending}
                  onClick={() => type(String(one))}
                >
                  {daysWords(one)}
                </Button>
              ))}
            </div>
          </div>
        </Field>
        <ProblemNote problem={move.error ? problemOf(move.error) : undefined} />
        <div role="status" className="empty:hidden">
          {moved && (
            <Note
              tone="ok"
              title="The clock was moved"
              action={
                <Link to="/settings/integrations/events" className={buttonLook({ size: "small" })}>
                  See what fired
                </Link>
              }
            >
              It showed {dateTime(moved.now, zone)} when all that was due had happened. The newest events are on top.
            </Note>
          )}
        </div>
        <div>
          <Button type="submit" kind="primary" busy={move.isPending}>
            {move.isPending ? "Moving the clock…" : "Move the clock"}
          </Button>
        </div>
      </form>
    </Card>
  );
};
