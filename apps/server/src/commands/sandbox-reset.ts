import { resetSandbox } from "@aviationalley/api/compose/sandbox/reset.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { chooseCenter, operator, orFault } from "../operator.ts";

export const sandboxReset = command({
  name: "sandbox reset",
  summary: "Replace a sandbox's rows by sample data and return its clock to the present; keys and endpoints stay",
  options: {
    center: { type: "string", value: "id or name", help: "The live center; may be left out while there is one only" },
  },
  run: ({ center }) =>
    withDatabase(async (db) => {
      const { sandboxId, name } = await chooseCenter(db, center);
      orFault(await resetSandbox(db, operator, sandboxId));
      console.error(`The sandbox of ${name} is as on its first day.`);
    }),
});
