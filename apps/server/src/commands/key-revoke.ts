import { uuid } from "@aviationalley/api/lib/schemas.ts";
import { revokeKey } from "@aviationalley/api/platform/api-keys/commands.ts";
import { findCenterOfKey } from "@aviationalley/api/platform/api-keys/queries.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { Fault, usageFault } from "../fault.ts";
import { operator, orFault } from "../operator.ts";

export const keyRevoke = command({
  name: "key revoke",
  summary: "End an API key now, on every node",
  options: {},
  operands: ["id"],
  run: (_values, [id = ""]) =>
    withDatabase(async (db) => {
      if (!uuid.safeParse(id).success)
        throw usageFault(`aa key revoke: "${id}" is not a key's id; see npx aa key list`);
      const centerId = await findCenterOfKey(db, id);
      if (!centerId) throw new Fault(`There is no key ${id}; see npx aa key list`);
      const { name, hint } = orFault(await revokeKey(db, operator, centerId, id));
      console.error(`Revoked "${name}" (…${hint}).`);
    }),
});
