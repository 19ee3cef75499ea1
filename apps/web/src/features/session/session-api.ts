import { offlineProblem, problem, type Problem } from "../../lib/problem.ts";

/** What the session library's routes answer, beside problems of our own border. */
interface Answer {
  code?: string;
  title?: string;
  detail?: string;
  message?: string;
  errors?: { path: string; message: string }[];
}

export type Result<Value> = { ok: true; value: Value } | { ok: false; problem: Problem; retryAfterSeconds?: number };

const call = async <Value>(method: "GET" | "POST", path: string, body?: object): Promise<Result<Value>> => {
  try {
    const response = await fetch(`/api/auth${path}`, {
      method,
      cache: "no-store",
      ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    const answer = (await response.json().catch(() => ({}))) as Value & Answer; // each path has one shape, kept by the server's tests
    if (response.ok) return { ok: true, value: answer };
    const wait = Number(response.headers.get("retry-after"));
    return { ok: false, problem: refused(response.status, answer), ...(wait > 0 ? { retryAfterSeconds: wait } : {}) };
  } catch {
    return { ok: false, problem: offlineProblem() };
  }
};

const SENTENCES: Readonly<Record<string, string>> = {
  INVALID_EMAIL_OR_PASSWORD: "Email address and password do not belong together.",
  INVALID_EMAIL: "This is not an email address.",
  INVALID_PASSWORD: "The current password is not right.",
  PASSWORD_TOO_SHORT: "The new password is too short: at least 12 characters.",
  PASSWORD_TOO_LONG: "The new password is too long: at most 128 characters.",
};

const refused = (status: number, { code = "", title, detail, message, errors = [] }: Answer): Problem => {
  const known = SENTENCES[code];
  if (known !== undefined) return problem(code, known, { title: "That did not work" });
  if (status === 429) return problem("rate_limited", "Wait a moment, then try again.");
  const fields = Object.fromEntries(errors.map((error) => [error.path, error.message]));
  if (detail !== undefined) return problem(code, detail, { fields, ...(title === undefined ? {} : { title }) });
  if (status >= 500) return problem("internal_error", "Try again after a moment.");
  return problem(status === 401 ? "unauthenticated" : "invalid_request", message ?? "Try again.", { fields });
};

export const signIn = (email: string, password: string) => call<object>("POST", "/sign-in/email", { email, password });

export const signOut = () => call<object>("POST", "/sign-out", {});

export interface Invitation {
  email: string;
  centerName: string;
  hasAccount: boolean;
}

export const describeInvitation = (token: string) => call<Invitation>("POST", "/invitation", { token });

export const acceptInvitation = (token: string, person?: { name: string; password: string }) =>
  call<{ centerId: string }>("POST", "/accept-invitation", { token, ...person });

export const currentSession = () =>
  call<{ session: { id: string }; user: { email: string; name: string } } | null>("GET", "/get-session");

export const revokeOtherSessions = () => call<object>("POST", "/revoke-other-sessions", {});

export const changePassword = (currentPassword: string, newPassword: string, revokeOthers: boolean) =>
  call<object>("POST", "/change-password", { currentPassword, newPassword, revokeOtherSessions: revokeOthers });

export const changeName = (name: string) => call<object>("POST", "/update-user", { name });
