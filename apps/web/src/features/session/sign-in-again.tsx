import { useQueryClient } from "@tanstack/react-query";
import { Dialog } from "../../ui/dialog.tsx";
import { Button } from "../../ui/button.tsx";
import { useSeat } from "./seat.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import { frameQueries, ME, sessionRenewed, startAnew, useSessionEnded } from "./session-state.ts";

/** Asks for the password where the session has ended, over the page as it was left: nothing that was typed is lost. */
export const SignInAgain = () => {
  const { user } = useSeat();
  const queries = useQueryClient();
  const ended = useSessionEnded();
  return (
    <Dialog
      open={ended}
      onClose={() => undefined}
      locked
      width="small"
      title="Your session has ended"
      description="Sign in again to go on where you were. What you typed is still there."
    >
      <SignInForm
        email={user.email}
        fixed
        action="Sign in and go on"
        onSignedIn={async () => {
          sessionRenewed();
          await Promise.all([frameQueries.invalidateQueries({ queryKey: ME }), queries.invalidateQueries()]);
        }}
      />
      <Button kind="ghost" className="mt-2 w-full" onClick={startAnew}>
        Sign in as somebody else
      </Button>
    </Dialog>
  );
};
