import type { AppRouter } from "@aviationalley/api/root.ts";
import { TRPCClientError } from "@trpc/client";

/** Why something failed, in the one shape that pages and components know. */
export interface Problem {
  /** The server's code (`/docs/errors`), or `offline` where it was not reached. */
  code: string;
  title: string;
  /** What to do about it. */
  message: string;
  /** What is wrong with each field, by its dotted path. */
  fields: Readonly<Record<string, string>>;
}

const TITLES: Readonly<Record<string, string>> = {
  offline: "The server cannot be reached",
  unauthenticated: "Your session has ended",
  insufficient_role: "Your role does not allow this",
  invalid_request: "Some fields need another look",
  not_found: "This does not exist",
  precondition_failed: "Somebody else changed this meanwhile",
  rate_limited: "Too many attempts",
  unavailable: "The server is busy with itself",
  internal_error: "Something failed on our side",
};

const titleOf = (code: string): string => TITLES[code] ?? "That did not work";

/** A problem from what a server said; texts that it did not send are ours. */
export const problem = (code: string, message: string, more: Partial<Problem> = {}): Problem => ({
  code,
  title: titleOf(code),
  message,
  fields: {},
  ...more,
});

export const offlineProblem = (): Problem =>
  problem("offline", "Check your connection. What you typed is still here; try again when it is back.");

/** What any error of a query or a mutation means. */
export const problemOf = (error: unknown): Problem => {
  if (!(error instanceof TRPCClientError)) return problem("internal_error", "Try again after a moment.");
  // Every client of ours is made for AppRouter.
  const { data } = error as TRPCClientError<AppRouter>;
  // What is no JSON came from something in between, which was reached.
  const isReached = error.cause === undefined || error.cause instanceof SyntaxError;
  if (!data) return isReached ? problem("unavailable", "Try again in a moment.") : offlineProblem();
  const { failure } = data;
  if (!failure) return problem("internal_error", "Try again after a moment.");
  const fields = Object.fromEntries((failure.errors ?? []).map(({ path, message }) => [path, message]));
  const title = failure.title ?? titleOf(failure.code);
  return { code: failure.code, title, message: messageOf(failure, fields), fields };
};

const GONE = "It was deleted, or is of another center, or of the other mode: live and test stand apart.";

/** "Mend the fields that `errors` names." and "List them to find the id." are for programs; people are told what is so. */
const messageOf = ({ code, detail }: { code: string; detail: string }, fields: Record<string, string>): string => {
  if (code === "not_found") return GONE;
  const named = Object.entries(fields).map(([path, message]) => (path === "" ? message : `${path} ${message}`));
  return named.length > 0 ? `${named.join("; ")}.` : detail;
};
