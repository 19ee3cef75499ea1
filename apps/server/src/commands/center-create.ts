import { fillSandbox } from "@aviationalley/api/compose/sandbox/fill.ts";
import { createLiveCenter } from "@aviationalley/api/modules/centers/commands/centers.ts";
import { centerDraft, SAMPLE_DATA } from "@aviationalley/api/modules/centers/schema.ts";
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
    "sample-data": {
      type: "string",
      value: "kind",
      help: `What its sandbox is filled with, also when it is reset: ${SAMPLE_DATA.join(" (unless given) or ")}`,
    },
    "empty-sandbox": { type: "boolean", help: "Leave the sandbox without sample data" },
  },
  run: ({ name, timezone, "sample-data": kind, "empty-sandbox": empty }) =>
    withDatabase(async (db) => {
      const sampleData = SAMPLE_DATA.find((known) => known === kind);
      if (kind !== undefined && sampleData === undefined)
        throw usageFault(`aa center create: --sample-data takes ${SAMPLE_DATA.join(" or ")}, not "${kind}"`);
      const draft = centerDraft.safeParse({ name, sampleData, ...(timezone === undefined ? {} : { timezone }) });
      if (!draft.success) {
        const [{ path, message } = { path: [], message: "" }] = draft.error.issues;
        throw usageFault(`aa center create: --${path.join(".")} ${message}`);
      }
      const { liveId, sandboxId } = await createLiveCenter(db, operator, draft.data);
      if (!empty) await fillSandbox(db, sandboxId, (line) => console.error(line));
      console.log(liveId);
    }),
});
