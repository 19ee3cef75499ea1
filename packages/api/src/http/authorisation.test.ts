import { fileURLToPath } from "node:url";
import type { AnyTRPCRouter } from "@trpc/server";
import { expect, test } from "vitest";
import { appRouter } from "../root.ts";
import { authorisationTable } from "./authorisation.ts";

const file = fileURLToPath(new URL("../../../../docs/authorisation.md", import.meta.url));
const table = authorisationTable(appRouter);

test("who may call what is written down, and changes only together with the document", async () => {
  await expect(table).toMatchFileSnapshot(file);
});

test("an OWNER may call everything, a VIEWER changes nothing but where they are signed in", () => {
  const rows = table.split("\n").filter((line) => line.startsWith("| `"));
  expect(rows.length).toBeGreaterThan(20);
  const viewer = rows.filter((line) => line.endsWith("| yes |"));
  const procedures: AnyTRPCRouter["_def"]["procedures"] = appRouter._def.procedures;
  for (const line of rows) expect(line.split("|")[4]?.trim()).toBe("yes");
  const changes = viewer.filter((line) => !line.includes("`session.end`"));
  for (const line of changes) expect(procedures[/`(.+?)`/.exec(line)?.[1] ?? ""]?._def.type).toBe("query");
});
