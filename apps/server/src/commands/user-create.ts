import { ROLES } from "@aviationalley/api/lib/roles.ts";
import { email as emailShape } from "@aviationalley/api/lib/schemas.ts";
import { transaction } from "@aviationalley/api/lib/transaction.ts";
import { addMember } from "@aviationalley/api/modules/centers/commands/members.ts";
import { roles as rolesShape } from "@aviationalley/api/modules/centers/schema.ts";
import { createAccount } from "@aviationalley/api/platform/accounts/create.ts";
import { generatePassword } from "@aviationalley/api/platform/accounts/password.ts";
import { findUserByEmail } from "@aviationalley/api/platform/accounts/queries.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { usageFault } from "../fault.ts";
import { chooseCenter, operator, orFault } from "../operator.ts";

const readRoles = (text: string) => {
  const parsed = rolesShape.safeParse(text.split(",").map((role) => role.trim().toUpperCase()));
  if (!parsed.success) throw usageFault(`aa user create: --roles takes some of ${ROLES.join(",")}, comma-separated`);
  return parsed.data;
};

export const userCreate = command({
  name: "user create",
  summary: "Create a person's account, or give an existing one roles in a center; prints a generated password",
  options: {
    email: { type: "string", value: "address", help: "Email address to sign in with", required: true },
    roles: { type: "string", value: "roles", help: `Comma-separated: ${ROLES.join(", ")}`, required: true },
    center: { type: "string", value: "id or name", help: "The center; may be left out while there is one" },
    name: { type: "string", value: "name", help: "The person's name; the address unless given" },
    password: { type: "string", value: "password", help: "At least 12 characters; generated unless given" },
  },
  run: ({ email, roles, center, name = email, password }) =>
    withDatabase(async (db) => {
      const wanted = readRoles(roles);
      if (!emailShape.safeParse(email).success) throw usageFault(`aa user create: "${email}" is not an email address`);
      const { id: centerId, name: centerName } = await chooseCenter(db, center);
      const known = await findUserByEmail(db, email);
      const generated = known || password !== undefined ? undefined : generatePassword();
      const outcome = await transaction(db, centerId, async (tx) => {
        const account = known ?? (await createAccount(tx, { name, email, password: password ?? generated ?? "" }));
        if ("id" in account) await addMember(tx, operator, account.id, wanted);
        return account;
      });
      orFault(outcome);
      console.error(
        `${email} is ${wanted.join(", ")} of ${centerName}${known ? "; the account was there already" : ""}.`,
      );
      if (generated !== undefined) console.log(generated);
    }),
});
