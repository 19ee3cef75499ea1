import { useEffect, useState } from "react";
import type { Problem } from "../../lib/problem.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { ProblemNote } from "../../ui/note.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { Door } from "./door.tsx";
import { PasswordInput } from "./password-input.tsx";
import {
  acceptInvitation,
  currentSession,
  describeInvitation,
  type Invitation,
  signIn,
  signOut,
} from "./session-api.ts";
import { SignInForm } from "./sign-in-form.tsx";
import { takeToken } from "./invitation-token.ts";

interface Opened {
  invitation: Invitation;
  /** The address that is signed in here, if any. */
  signedInAs: string | undefined;
}

/** `/app/invitation#aai_…`: who is invited makes an account, or joins with the one they have. */
export const InvitationPage = () => {
  const [token] = useState(takeToken);
  const [opened, setOpened] = useState<Opened>();
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    if (token === undefined) return;
    void Promise.all([describeInvitation(token), currentSession()]).then(([invitation, session]) => {
      if (!invitation.ok) return setProblem(invitation.problem);
      setOpened({ invitation: invitation.value, signedInAs: session.ok ? session.value?.user.email : undefined });
    });
  }, [token]);
  if (token === undefined)
    return (
      <Door title="Open the link again">
        <p className="text-ink-soft">
          The address holds no invitation. For safety it is taken out of the address once it was read: click the link in
          your mail again, or paste all of it.
        </p>
      </Door>
    );
  if (problem)
    return (
      <Door title="Invitation">
        <ProblemNote problem={problem} />
      </Door>
    );
  if (!opened)
    return (
      <Door title="Invitation">
        <div role="status" aria-label="Loading" className="grid gap-3">
          <Skeleton />
          <Skeleton className="h-9" />
        </div>
      </Door>
    );
  return <Accept token={token} {...opened} />;
};

/** Opens the center that was just joined: the person may be a member of others, and was perhaps last in one of them. */
const enter = (centerId: string): void => location.replace(`/app/?center=${centerId}`);

const Accept = ({ token, invitation, signedInAs }: Opened & { token: string }) => {
  const { email, centerName, hasAccount } = invitation;
  const title = `Join ${centerName}`;
  const [problem, setProblem] = useState<Problem>();
  const accept = async (person?: { name: string; password: string }): Promise<void> => {
    const result = await acceptInvitation(token, person);
    if (!result.ok) setProblem(result.problem);
    else enter(result.value.centerId);
  };
  if (signedInAs !== undefined && signedInAs !== email)
    return <OtherPerson email={email} signedInAs={signedInAs} title={title} />;
  if (signedInAs === email)
    return (
      <Door title={title} description={<>You are signed in as {email}.</>}>
        <div className="grid gap-4">
          <ProblemNote problem={problem} />
          <Button kind="primary" onClick={() => void accept()}>
            Accept the invitation
          </Button>
        </div>
      </Door>
    );
  if (hasAccount)
    return (
      <Door title={title} description="You have an account already: sign in to accept.">
        <div className="grid gap-4">
          <SignInForm email={email} fixed action="Sign in and accept" onSignedIn={() => accept()} />
          <ProblemNote problem={problem} />
        </div>
      </Door>
    );
  return <NewAccount email={email} title={title} token={token} />;
};

const OtherPerson = ({ email, signedInAs, title }: { email: string; signedInAs: string; title: string }) => (
  <Door
    title={title}
    description={
      <>
        The invitation is for {email}, and you are signed in as {signedInAs}.
      </>
    }
  >
    <Button kind="primary" className="w-full" onClick={() => void signOut().then(() => location.reload())}>
      Sign out, then open the link again
    </Button>
  </Door>
);

const SHORTEST = 12;

const NewAccount = ({ email, title, token }: { email: string; title: string; token: string }) => {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const submit = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    const result = await acceptInvitation(token, { name: name.trim(), password });
    if (!result.ok) setProblem(result.problem);
    // Signed in where that works at once; else the sign-in page asks.
    else await signIn(email, password).then(() => enter(result.value.centerId));
    setBusy(false);
  };
  return (
    <Door title={title} description="Your name, and a password of your choice, make your account.">
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void submit();
        }}
      >
        <Field label="Email">
          <Input type="email" value={email} readOnly autoComplete="username" />
        </Field>
        <Field label="Your name" error={problem?.fields["name"]}>
          <Input
            value={name}
            onChange={(event) => setName(event.target.value)}
            required
            maxLength={120}
            autoComplete="name"
            autoFocus
          />
        </Field>
        <Field
          label="Password"
          hint="At least 12 characters: a few words in a row are better than one with signs."
          error={problem?.fields["password"]}
        >
          <PasswordInput
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            required
            minLength={SHORTEST}
            maxLength={128}
            autoComplete="new-password"
          />
        </Field>
        <ProblemNote problem={problem} />
        <Button type="submit" kind="primary" busy={busy} className="w-full">
          Create account and join
        </Button>
      </form>
    </Door>
  );
};
