import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { testDatabase, type TestDatabase } from "@aviationalley/testing/database.ts";
import { backup } from "./backup.ts";
import { statement } from "./client.ts";
import { restore } from "./restore.ts";
import { withScratchDatabase } from "./scratch.ts";
import { send } from "./send.ts";
import { withSession } from "./session.ts";

/** Beyond the schema: what a restore must not depend on having seen before. A cycle, a partition, every odd value. */
const FILL = `
  create table odd (id int primary key, other int references odd (id), words text[], doc jsonb, at timestamptz(3),
    raw bytea, f float8, span tstzrange, twice int generated always as (id * 2) stored, n bigint generated always as identity);
  insert into odd select n, (n % 3000) + 1, array['a,b', null, 'c"\\d', E'tab\\tline\\nend'], '{"k": [1.50, "ø\\u20ac"]}', now(),
    '\\x00ff'::bytea, 1.0 / n, tstzrange(now(), null) from generate_series(1, 3000) n;
  create table parted (at date not null, note text) partition by range (at);
  create table parted_2026 partition of parted for values from ('2026-01-01') to ('2027-01-01');
  insert into parted values ('2026-05-31', null), ('2026-06-01', '');`;

const EMPTY = FILL.replace(/insert into[^;]*;/g, "").replace(/create table parted_2026[^;]*;/, "");

const DIGEST = `
  select (select md5(string_agg(o::text, '|' order by id)) from odd o) as odd,
         (select md5(string_agg(p::text, '|' order by at)) from parted p) as parted`;
const digest = statement<{ odd: string; parted: string }>("test.digest", DIGEST);

let test: TestDatabase;
let folder: string;
let file: string;

const run = (url: string, text: string) => withSession(url, (client) => send(client, { text }));

beforeAll(async () => {
  test = await testDatabase();
  folder = await mkdtemp(join(tmpdir(), "aa-backup-"));
  file = join(folder, "backup.gz");
  await run(test.url, FILL);
  await backup({ url: test.url, file });
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await test.drop();
});

describe("a backup", () => {
  it("is readable by its owner only, and not left half written", async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await expect(stat(`${file}.part`)).rejects.toThrow("ENOENT");
  });

  it("comes back into an empty database with every value, sequence and reference", async () => {
    await withScratchDatabase(inject("databaseAdminUrl"), async (url) => {
      await run(url, EMPTY);
      await restore({ url, file });
      const restored = await run(url, DIGEST);
      expect(restored.rows[0]).toEqual(await test.db.one(digest, []));
      const next = await run(url, "insert into odd (id) values (9999) returning n");
      expect(next.rows).toEqual([{ n: 3001 }]);
      await expect(run(url, "insert into odd (id, other) values (9998, -1)")).rejects.toThrow("foreign key");
    });
  });

  it("is refused by a database that has rows", async () => {
    await expect(restore({ url: test.url, file })).rejects.toThrow("into an empty database; the table");
  });

  it("that is cut short leaves nothing behind", async () => {
    const short = join(folder, "short.gz");
    const lines = gunzipSync(await readFile(file))
      .toString()
      .trimEnd()
      .split("\n");
    await writeFile(short, gzipSync(`${lines.slice(0, -5).join("\n")}\n`));
    await withScratchDatabase(inject("databaseAdminUrl"), async (url) => {
      await run(url, EMPTY);
      await expect(restore({ url, file: short })).rejects.toThrow("is not whole");
      expect((await run(url, "select from odd")).rowCount).toBe(0);
    });
  });

  it("of another program is refused", async () => {
    const other = join(folder, "other.gz");
    await writeFile(other, gzipSync('{"hello": 1}\n'));
    await expect(restore({ url: test.url, file: other })).rejects.toThrow("is not a backup of this program");
  });
});
