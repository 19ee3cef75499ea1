import { Code } from "../../ui/code.tsx";
import { Door } from "./door.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import { frameQueries, ME, sessionRenewed } from "./session-state.ts";

/** Stands in the place of whatever page was asked for, at its address: after signing in one is there. */
export const SignInPage = () => (
  <Door
    title="Sign in"
    below={
      <details className="text-left">
        <summary className="cursor-pointer text-center text-ink-soft hover:text-ink">
          First time here, or locked out?
        </summary>
        <div className="mt-2 grid gap-2">
          <p>
            The first <Code>npm start</Code> prints the owner’s address and password once. Everybody else gets an
            invitation from an owner or admin of the center.
          </p>
          <p>
            Who runs the server makes a new password with <Code>npx aa user create --help</Code>.
          </p>
        </div>
      </details>
    }
  >
    <SignInForm
      onSignedIn={async () => {
        sessionRenewed();
        await frameQueries.refetchQueries({ queryKey: ME });
      }}
    />
  </Door>
);
