import { type Role, ROLES } from "@aviationalley/api/lib/roles.ts";
import { email as emailShape } from "@aviationalley/api/lib/schemas.ts";
import { isFailure } from "@aviationalley/api/lib/errors.ts";
import { type CenterTx, transaction } from "@aviationalley/api/lib/transaction.ts";
import { addMember } from "@aviationalley/api/modules/centers/commands/members.ts";
import { roles as rolesShape } from "@aviationalley/api/modules/centers/schema.ts";
import { createAccount } from "@aviationalley/api/platform/accounts/create.ts";
import { generatePassword } from "@aviationalley/api/platform/accounts/password.ts";
import { type Account, findUserByEmail } from "@aviationalley/api/platform/accounts/queries.ts";
import { resetPassword } from "@aviationalley/api/platform/accounts/reset.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { Fault, usageFault } from "../fault.ts";
import { chooseCenter, operator, orFault } from "../operator.ts";

const readRoles = (text: string) => {
  const parsed = rolesShape.safeParse(text.split(",").map((role) => role.trim().toUpperCase()));
  if (!parsed.success) throw usageFault(`aa user create: --roles takes some of ${ROLES.join(",")}, comma-separated`);
  return parsed.data;
};

/** A password that would be dropped in silence, or a reset of nothing, is refused. */
const refuseMix = (email: string, known: boolean, password: string | undefined, reset: boolean): void => {
  if (known && password !== undefined && !reset)
    throw usageFault(
      `aa user create: ${email} has an account already; its password changes with --reset-password only`,
    );
  if (!known && reset) throw new Fault(`There is no account of ${email}. Leave --reset-password out to create it.`);
};

interface Wish {
  name: string;
  email: string;
  roles: readonly Role[];
  /** None keeps the one that there is. */
  password: string | undefined;
}

/** The roles held in the center then. */
const give = async (tx: CenterTx, known: Account | undefined, { name, email, roles, password }: Wish) => {
  const account = known ?? (await createAccount(tx, { name, email, password: password ?? "" }));
  if (isFailure(account)) return account;
  const refused = known && password !== undefined ? await resetPassword(tx, operator, known.id, password) : undefined;
  return refused ?? { roles: await addMember(tx, operator, account.id, roles) };
};

export const userCreate = command({
  name: "user create",
  summary: "Create a person's account, or add roles to an existing one; prints a generated password",
  options: {
    email: { type: "string", value: "address", help: "Email address to sign in with", required: true },
    roles: {
      type: "string",
      value: "roles",
      help: `Comma-separated, adds to the roles held in the center: ${ROLES.join(", ")}`,
      required: true,
    },
    center: { type: "string", value: "id or name", help: "The center; may be left out while there is one" },
    name: { type: "string", value: "name", help: "The person's name; the address unless given" },
    password: { type: "string", value: "password", help: "At least 12 characters; generated unless given" },
    "reset-password": { type: "boolean", help: "Change an existing account's password, and end its sessions" },
  },
  run: ({ email, roles: rolesText, center, name = email, password: given, "reset-password": reset }) =>
    withDatabase(async (db) => {
      const roles = readRoles(rolesText);
      if (!emailShape.safeParse(email).success) throw usageFault(`aa user create: "${email}" is not an email address`);
      const { id: centerId, name: centerName } = await chooseCenter(db, center);
      const known = await findUserByEmail(db, email);
      refuseMix(email, known !== undefined, given, reset);
      const generated = (known && !reset) || given !== undefined ? undefined : generatePassword();
      const wish = { name, email, roles, password: given ?? generated };
      const held = orFault(await transaction(db, centerId, (tx) => give(tx, known, wish))).roles;
      const before = known ? "; the account was there already" : "";
      const ended = reset ? "; the password is changed and the sessions are ended" : "";
      console.error(`${email} is ${held.join(", ")} of ${centerName}${before}${ended}.`);
      if (generated !== undefined) console.log(generated);
    }),
});
