import type { Queryable } from "@aviationalley/db/client.ts";
import { hashPassword } from "better-auth/crypto";
import { fail, type Failure } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import { refusePassword } from "./password.ts";
import { type Account, insertUser } from "./queries.ts";

export interface NewAccount {
  name: string;
  email: string;
  password: string;
}

/**
 * Creates an account. There is no sign-up of one's own accord: people come by the operator, or by an invitation.
 * The email address is not verified; whoever calls this has reason to trust it.
 */
export const createAccount = async (
  db: Queryable,
  { name, email, password }: NewAccount,
): Promise<Account | Failure> => {
  const refused = refusePassword(password);
  if (refused) return refused;
  const user = { id: newId(), name, email };
  return (
    (await insertUser(db, user, newId(), await hashPassword(password))) ??
    fail("conflict", "This email address has an account already. Sign in with it.")
  );
};
