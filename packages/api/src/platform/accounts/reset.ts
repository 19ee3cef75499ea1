import { hashPassword } from "better-auth/crypto";
import type { Failure } from "../../lib/errors.ts";
import { newId } from "../../lib/ids.ts";
import type { CenterTx } from "../../lib/transaction.ts";
import { type By, record } from "../audit/record.ts";
import { refusePassword } from "./password.ts";
import { savePassword } from "./queries.ts";

/**
 * Gives an account another password and ends its sessions, in every center: whoever knew the old one is out. The entry
 * is written to the transaction's center. Without rules: for the operator.
 */
export const resetPassword = async (
  tx: CenterTx,
  by: By,
  userId: string,
  password: string,
): Promise<Failure | undefined> => {
  const refused = refusePassword(password);
  if (refused) return refused;
  await savePassword(tx, userId, newId(), await hashPassword(password));
  await record(tx, by, "member.password_reset", { type: "member", id: userId });
  return undefined;
};
