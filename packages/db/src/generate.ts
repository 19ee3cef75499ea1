/**
 * `node packages/db/src/generate.ts [--check]`: writes schema.sql and rows.gen.ts from a database that was migrated for
 * it, on the server of DATABASE_URL or on one of its own. With --check it writes nothing and fails when they are stale.
 */
import { readFile, writeFile } from "node:fs/promises";
import { migrate } from "./migrate.ts";
import { generateRows } from "./rows-gen.ts";
import { dumpSchema } from "./schema-dump.ts";
import { withScratchDatabase } from "./scratch.ts";
import { withSession } from "./session.ts";

const SCHEMA = new URL("../schema.sql", import.meta.url);
const ROWS = new URL("./rows.gen.ts", import.meta.url);

const generate = (serverUrl: string | undefined): Promise<[URL, string][]> =>
  withScratchDatabase(serverUrl, async (url) => {
    await migrate({ url });
    return await withSession(url, async (client) => [
      [SCHEMA, await dumpSchema(client)],
      [ROWS, await generateRows(client)],
    ]);
  });

const isStale = async ([path, text]: [URL, string]): Promise<boolean> =>
  (await readFile(path, "utf8").catch(() => "")) !== text;

const nameOf = (path: URL): string => path.pathname.slice(path.pathname.lastIndexOf("packages/db/"));

const main = async (): Promise<void> => {
  // oxlint-disable-next-line node/no-process-env -- a script of its own, not part of the server
  const files = await generate(process.env["DATABASE_URL"]);
  if (!process.argv.includes("--check")) {
    for (const [path, text] of files) await writeFile(path, text);
    return;
  }
  for (const file of files) {
    if (!(await isStale(file))) continue;
    process.stderr.write(`${nameOf(file[0])} is stale: run \`npm run generate\` and commit it\n`);
    process.exitCode = 1;
  }
};

await main();
