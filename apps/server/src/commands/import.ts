import { readFile } from "node:fs/promises";
import { suggestion } from "@aviationalley/api/lib/nearest.ts";
import { reportLines } from "@aviationalley/api/compose/imports/report.ts";
import { IMPORTED_NOUNS, type ImportedNoun, runImport } from "@aviationalley/api/compose/imports/run-import.ts";
import { command } from "../command.ts";
import { withDatabase } from "../database.ts";
import { Fault, usageFault } from "../fault.ts";
import { chooseCenter, orFault } from "../operator.ts";

const readNoun = (text: string): ImportedNoun => {
  const noun = IMPORTED_NOUNS.find((known) => known === text);
  if (noun === undefined) throw usageFault(`aa import: cannot import "${text}": ${suggestion(text, IMPORTED_NOUNS)}`);
  return noun;
};

const readSource = async (path: string): Promise<Uint8Array> => {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT")
      throw new Fault(`aa import: there is no file ${path}. Give its path as seen from ${process.cwd()}.`);
    throw new Fault(`aa import: cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
};

export const importCommand = command({
  name: "import",
  summary: `Import a CSV file of ${IMPORTED_NOUNS.join(", ")}; a dry run unless --commit is given`,
  options: {
    commit: { type: "boolean", help: "Write what the dry run found good" },
    "skip-bad-rows": { type: "boolean", help: "Write the good rows though there are bad ones" },
    user: { type: "string", value: "who", help: "Whose flights (email, employee number): for a ForeFlight logbook" },
    center: { type: "string", value: "id or name", help: "The center; may be left out while there is one" },
    sandbox: { type: "boolean", help: "Import into the center's sandbox" },
  },
  operands: ["noun", "file"],
  run: async ({ commit, "skip-bad-rows": skipBadRows, user, center, sandbox }, [nounText = "", path = ""]) => {
    const noun = readNoun(nounText);
    const file = await readSource(path);
    await withDatabase(async (db) => {
      const { id, sandboxId } = await chooseCenter(db, center);
      const report = orFault(await runImport(db, sandbox ? sandboxId : id, noun, file, { commit, skipBadRows, user }));
      const text = reportLines(report).join("\n");
      if (report.bad > 0) throw new Fault(text);
      console.log(text);
    });
  },
});
