import { fillSandbox } from "@aviationalley/api/compose/sandbox/fill.ts";
import { createLiveCenter } from "@aviationalley/api/modules/centers/commands/centers.ts";
import { centerDraft } from "@aviationalley/api/modules/centers/schema.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { usageFault } from "../fault.ts";
import { operator } from "../operator.ts";

export const centerCreate = command({
  name: "center create",
  summary: "Create a live center and its sandbox, filled with sample data; prints the live center's id",
  options: {
    name: { type: "string", value: "name", help: "What the center is called", required: true },
    timezone: { type: "string", value: "zone", help: "IANA time zone, e.g. America/Denver; UTC unless given" },
    "empty-sandbox": { type: "boolean", help: "Leave the sandbox without sample data" },
  },
  run: ({ name, timezone, "empty-sandbox": empty }) =>
    withDatabase(async (db) => {
      const draft = centerDraft.safeParse({ name, ...(timezone === undefined ? {} : { timezone }) });
      if (!draft.success) {
        const [{ path, message } = { path: [], message: "" }] = draft.error.issues;
        throw usageFault(`aa center create: --${path.join(".")} ${message}`);
      }
      const { liveId, sandboxId } = await createLiveCenter(db, operator, draft.data);
      if (!empty) await fillSandbox(db, sandboxId, (line) => console.error(line));
      console.log(liveId);
    }),
});
