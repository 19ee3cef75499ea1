import { type FormEvent, useEffect, useState } from "react";
import type { Problem } from "../../lib/problem.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Input } from "../../ui/input.tsx";
import { ProblemNote } from "../../ui/note.tsx";
import { PasswordInput } from "./password-input.tsx";
import { signIn } from "./session-api.ts";

export interface SignInFormProps {
  /** Filled in, where it is known who has to sign in. */
  email?: string;
  /** The address cannot be another. */
  fixed?: boolean;
  action?: string;
  onSignedIn: (email: string) => void | Promise<void>;
}

/** Asks for address and password, says what was wrong, and how long to wait after too many attempts. */
export const SignInForm = ({ email: known = "", fixed = false, action = "Sign in", onSignedIn }: SignInFormProps) => {
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const wait = useWait();

  const submit = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    const result = await signIn(email.trim(), password);
    if (result.ok) await onSignedIn(email.trim().toLowerCase());
    else {
      setProblem(result.problem);
      if (result.retryAfterSeconds !== undefined) wait.start(result.retryAfterSeconds);
    }
    setBusy(false);
  };
  const onSubmit = (event: FormEvent): void => {
    event.preventDefault();
    if (!busy && wait.seconds === 0) void submit();
  };
  return (
    <form onSubmit={onSubmit} className="grid gap-4">
      <Field label="Email">
        <Input
          type="email"
          name="email"
          autoComplete="username"
          required
          readOnly={fixed}
          autoFocus={known === ""}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
      </Field>
      <Field label="Password">
        <PasswordInput
          name="password"
          autoComplete="current-password"
          required
          autoFocus={known !== ""}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </Field>
      <ProblemNote
        problem={problem && wait.seconds > 0 ? { ...problem, message: waitSentence(wait.seconds) } : problem}
      />
      <Button type="submit" kind="primary" busy={busy} disabled={wait.seconds > 0} className="w-full">
        {action}
      </Button>
    </form>
  );
};

const waitSentence = (seconds: number): string =>
  `To keep guessers out, signing in rests for ${seconds === 1 ? "a second" : `${seconds} seconds`}.`;

/** Counts down to when it may be tried again. */
const useWait = () => {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (seconds === 0) return;
    const timer = setTimeout(() => setSeconds(seconds - 1), 1_000);
    return () => clearTimeout(timer);
  }, [seconds]);
  return { seconds, start: (from: number) => setSeconds(Math.ceil(from)) };
};
